// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck bounds`: bounds on log p(x) from below and from above.
struct Bounds: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bounds on log p(x): ELBO, IWAE, Renyi, TVO, EUBO, CUBO, each with its exact value.",
    discussion: """
      With w = p(x, z)/q(z) and z ~ q: IWAE_K is the mean of the log of the mean of
      K w; Renyi's VR_a is log(E[w^(1 - a)])/(1 - a); CUBO_n is log(E[w^n])/n;
      EUBO is the mean of log w under the posterior; TVO are the left and the
      right sum of the thermodynamic integral, which is log p(x). With
      --renyi-samples also what an estimate of VR_a by K draws is on the average.
      Infinity is a theorem about tails, and the reason is given.

      Exit status: 0, 1 if bounds are in the wrong order by more than their
      errors or not all of the mass was shown to be covered, 2 if a number
      could not be had, 64 for wrong usage, 65 for a table that cannot be read, 74
      if input or output fails.

      Examples:
        gapcheck bounds --theta 1 --x 2 --phi 0.8
        gapcheck bounds --prior 'gamma(2, 1)' --likelihood 'poisson(z)' --x 3,1 \\
          --q 'lognormal(0.5, 0.5)' --samples 1,10,1000000 --alpha 0.5,2,-1 \\
          --order 2,4 --steps 2,10
      """)

  @OptionGroup var model: ModelOptions

  @OptionGroup var family: FamilyOptions

  @OptionGroup var bounds: BoundOptions

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup var timeout: TimeoutOptions

  @OptionGroup var output: FormatOptions

  func validate() throws {
    _ = try family.required()
  }

  func run() throws {
    let (q, kinds, tolerance) = (
      try family.required(), try bounds.kinds(), try tolerance.value()
    )
    let model = try self.model.model()
    let report = try Failure.exits {
      try timeout.within(hasData: self.model.data.isGiven) {
        try BoundsReport(model, q: q, kinds, tolerance: tolerance)
      }
    }
    try report.write(as: output)
    if !report.isComplete { throw Failure.incomplete(report.missing) }
    if !report.verdictsHold { throw ExitCode(1) }
  }
}
