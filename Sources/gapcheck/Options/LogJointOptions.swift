// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The options that give a model by its log joint density.
struct LogJointOptions: ParsableArguments {
  @Option(
    help: "Instead of prior and likelihood the log joint density, as in '-z - 0.5*(x - z)^2'.")
  var logJoint: String?

  @Option(help: "Where the joint density of --log-joint may be positive, as in 0..inf.")
  var support: String?
}
