// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The option that says what q is compared with in place of a posterior, as it is typed.
struct ReferenceTextOptions: ParsableArguments {
  @Option(
    name: .customLong("p"),
    help: "Instead of a model p, as in 'normal(0, 1)': KL(q||p), as kl has it.",
    completion: CompletionScript.families)
  var text: String?

  /// Refuses a model beside p.
  ///
  /// - Parameters:
  ///   - model: the options that say what the model is.
  ///   - best: the family whose best member is asked for, if one is.
  /// - Throws: `ValidationError`.
  func check(with model: ModelTextOptions, bestOf best: String? = nil) throws {
    guard text != nil else { return }
    let parts = [
      ("--theta", model.theta), ("--prior", model.prior), ("--likelihood", model.likelihood),
      ("--x", model.x), ("--log-joint", model.logJoint), ("--support", model.support),
      ("--family", best),
    ]
    for (name, value) in parts where value != nil {
      throw ValidationError(
        "--p asks for KL(q||p) of a q that is given, without a model: leave out \(name)")
    }
  }
}
