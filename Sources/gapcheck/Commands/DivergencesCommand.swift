// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Distributions
import Quadrature
import VariationalGap

/// `gapcheck divergences`: how far two distributions are apart, by every measure that libraries know.
struct DivergencesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "divergences",
    abstract: "KL both ways, Jeffreys, Renyi, Jensen-Shannon, Hellinger, total variation, chi^2.",
    discussion: """
      Of two densities, or two distributions of counts. kl is KL(q||p),
      forward_kl KL(p||q), jeffreys their sum; renyi_A is
      log(E_q[(q/p)^(A - 1)])/(A - 1); hellinger_squared is one minus the integral of
      the root of q p; chi_square is chi^2(p||q), the integral of (p - q)^2/q,
      and reverse_chi_square chi^2(q||p). All logarithms are natural. Infinity
      is decided from supports and tails, and the reason is given.

      Exit status: 0, 1 if the divergences are in the wrong order by more than
      their errors or not all of the mass was shown to be covered, 2 if a
      number could not be had, 64 for wrong usage, 74 if the output cannot be
      written.

      Examples:
        gapcheck divergences --q 'gamma(2, 1)' --p 'lognormal(0, 1)'
        gapcheck divergences --q 'poisson(3)' --p 'neg_binomial_2(3, 5)' \\
          --alpha 0.5,2
      """)

  @OptionGroup var laws: LawPairOptions

  @Option(help: "The orders of Renyi's divergence, not negative, as in 0.5,2.")
  var alpha = "0.5,2"

  @OptionGroup var tolerance: ToleranceOptions

  @OptionGroup var timeout: TimeoutOptions

  @OptionGroup var output: FormatOptions

  private func orders() throws -> [Double] {
    try NumberArgument.list(alpha, "--alpha", NumberArgument.finite).map { order in
      guard order >= 0 else {
        throw ValidationError("--alpha must be a number that is not negative, got \(order)")
      }
      return order
    }
  }

  func validate() throws {
    _ = try orders()
  }

  func run() throws {
    let (q, p) = try laws.pair()
    let (orders, tolerance) = (try orders(), try tolerance.value())
    let report = try timeout.exits {
      var workspace = try Workspace()
      return DivergencesReport(
        q: q, p: p, tolerance: tolerance,
        result: try Divergences(of: q, and: p, orders: orders, workspace: &workspace))
    }
    try output.write(report, report.fields) { $0.text($1) }
    if !report.isComplete { throw Failure.incomplete(report.missing) }
    if !report.verdictsHold { throw ExitCode(1) }
  }
}
