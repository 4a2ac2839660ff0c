// SPDX-License-Identifier: GPL-3.0-or-later

/// A column, or a member, that a batch reads.
enum BatchInput: Int, CaseIterable {
  case command
  case theta
  case x
  case phi
  case prior
  case likelihood
  case logJoint
  case support
  case q
  case p

  private static let names = [
    "command", "theta", "x", "phi", "prior", "likelihood", "log_joint", "support", "q", "p",
  ]

  var name: String { BatchInput.names[rawValue] }
}
