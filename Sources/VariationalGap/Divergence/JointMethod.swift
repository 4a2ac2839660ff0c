// SPDX-License-Identifier: GPL-3.0-or-later

/// How an integral over several coordinates is computed.
public enum JointMethod: String, Sendable, Hashable, CaseIterable {
  /// Adaptive quadrature in adaptive quadrature; its error is a bound.
  case nested

  /// VEGAS on the unit cube, through the quantile functions; its error is three standard errors.
  case vegas

  /// None: the supports alone decide.
  case supports

  /// The method in words.
  public var name: String {
    switch self {
    case .nested: "nested adaptive quadrature, QAG with 61 points"
    case .vegas: "VEGAS on the unit cube"
    case .supports: "by the supports"
    }
  }
}
