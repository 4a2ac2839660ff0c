// SPDX-License-Identifier: GPL-3.0-or-later

import Fuzzing
import Quadrature
import Testing
import VariationalGap

/// A seeded sample of what `Scripts/fuzz` runs.
struct FuzzTests {
  /// `BoundOrderTests` has a sample of bounds.
  private static let kinds = FuzzKind.allCases.filter { $0 != .bounds }

  /// Two of each kind; `Scripts/fuzz` runs more, in release.
  @Test(arguments: 0..<(2 * kinds.count))
  func noBoundIsBroken(_ index: Int) throws {
    let kind = FuzzTests.kinds[index % FuzzTests.kinds.count]
    let judgement = try FuzzJudgement(.draw(UInt64(index), seed: 12, kind: kind), seconds: 0.5)
    for finding in judgement.findings {
      let isWrong = finding.verdict == .broken || finding.verdict == .falseInfinity
      #expect(!isWrong, "\(judgement.fuzzCase.command)\n\(finding.description)")
    }
  }

  /// A power of t that has been taken out of a tail leaves a ball about 0, which is not taken out again.
  @Test func aTailIsTakenApartOnce() throws {
    let judgement = try FuzzJudgement(
      FuzzCase(
        .divergence,
        .distribution(
          "mixture(0.443, loglogistic(0.381, 0.3166300594836398), gev(1.7, 5.87, -0.446))"),
        family: "mixture(0.823, double_exponential(-4, 0.6), pareto(4.88651, 0.4789))"), seconds: 2)
    #expect(judgement.findings.allSatisfy { $0.verdict != .broken && $0.verdict != .falseInfinity })
  }

  @Test func drawsTheSameAgain() {
    for kind in FuzzKind.allCases {
      let commands = (0..<2).map { _ in FuzzCase.draw(7, seed: 3, kind: kind).command }
      #expect(commands[0] == commands[1])
      #expect(FuzzCase.draw(8, seed: 3, kind: kind).command != commands[0])
    }
  }

  /// An engine whose numbers are off by twice their bounds, or which says infinite, is found out.
  @Test(arguments: [
    FuzzCase(
      .model, .model(prior: "exponential(1)", likelihood: "normal(z, 1)", observations: [0.3]),
      family: "exponential(2)", probability: 0.5),
    FuzzCase(.divergence, .distribution("lognormal(0, 1)"), family: "gamma(2, 1)"),
    FuzzCase(.polynomial, .joint("-z^4 + z^3", support: "-inf..inf")),
  ])
  func refutesAWrongEngine(_ fuzzCase: FuzzCase) throws {
    let judgement = try FuzzJudgement(fuzzCase, seconds: 60)
    #expect(judgement.verdict == .right)
    for finding in judgement.findings {
      if case .audited = finding.answer.outcome { continue }
      guard case .answered(.finite(let estimate)) = finding.answer.outcome else {
        Issue.record("\(finding.description)")
        continue
      }
      func verdict(_ quantity: Quantity) -> FuzzVerdict {
        let answer = FuzzAnswer(finding.answer.quantity, .answered(quantity))
        return FuzzFinding(answer, finding.proof, scale: 1).verdict
      }
      for offset in [-2.5, 2.5] {
        let value = estimate.value + offset * estimate.error
        #expect(verdict(.finite(Estimate(value, error: estimate.error))) == .broken)
      }
      #expect(verdict(.finite(Estimate(estimate.value + 1, error: 0.5))) == .broken)
      #expect(verdict(.infinite(.plus, reason: "a mutant")) == .falseInfinity)
      #expect(verdict(.undefined(reason: "a mutant")) == .falseInfinity)
      #expect(verdict(.finite(Estimate(estimate.value, error: 1))) == .loose)
    }
  }

  /// A bound on log p(x) or a part of the ELBO that is off, and sums that do not agree, are found out.
  @Test func refutesWrongBounds() throws {
    let judgement = try FuzzJudgement(
      FuzzCase(
        .bounds, .model(prior: "exponential(1)", likelihood: "normal(z, 1)", observations: [2]),
        family: "exponential(0.8)"), seconds: 60)
    #expect(judgement.verdict == .right)
    var (numbers, audits) = (0, 0)
    for finding in judgement.findings {
      func verdict(_ outcome: FuzzAnswer.Outcome) -> FuzzVerdict {
        FuzzFinding(FuzzAnswer(finding.answer.quantity, outcome), finding.proof, scale: 1).verdict
      }
      switch finding.answer.outcome {
      case .audited:
        audits += 1
        #expect(verdict(.audited(.no)) == .broken)
        #expect(verdict(.audited(.cannotTell(reason: "a mutant"))) == .loose)
      case .answered(.finite(let estimate)):
        numbers += 1
        // Of IWAE it is known that it lies between ELBO and log p(x).
        var isIWAE = false
        if case .bound(.importance) = finding.answer.quantity { isIWAE = true }
        for offset in isIWAE ? [-0.5, 0.3] : [-2.5 * estimate.error, 2.5 * estimate.error] {
          let wrong = Estimate(estimate.value + offset, error: estimate.error)
          #expect(verdict(.answered(.finite(wrong))) == .broken, "\(finding.description)")
        }
      default: continue
      }
    }
    // log p(x), ELBO twice, KL, six parts, five of IWAE, three of VR, two of CUBO, EUBO; VR_2 is −∞.
    #expect(numbers == 21 && audits == 2)
  }

  /// What is infinite by theorem must not be called finite.
  @Test func refutesAFiniteNumberForAnInfiniteOne() throws {
    let fuzzCase = FuzzCase(
      .barelyFinite, .distribution("normal(0, 1)"), family: "student_t(2, 0, 1)")
    let judgement = try FuzzJudgement(fuzzCase, seconds: 60)
    #expect(judgement.verdict == .right)
    let proof = try #require(judgement.findings.first).proof
    let answer = FuzzAnswer(.divergence, .answered(.finite(Estimate(2488, error: 1))))
    #expect(FuzzFinding(answer, proof, scale: 1).verdict == .broken)
  }
}
