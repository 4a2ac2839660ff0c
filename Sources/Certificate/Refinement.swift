// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// Computes an enclosure with more and more bits, until it has the digits that are wanted.
struct Refinement {
  let digits: Int
  let seconds: Double

  /// What one attempt may use.
  struct Effort {
    /// How many bits of a result are wanted.
    var goal: Int
    /// How many bits are computed with.
    var bits: Int
    let budget: Budget

    var precision: Precision { Precision(bits: bits) }
  }

  private static let attempts = 9.0
  private static let mostBits = 20_000

  func run(_ compute: (Effort) throws -> Ball) -> CertifiedQuantity {
    let goal = Int(Double(digits) * 3.33) + 8
    var effort = Effort(goal: goal, bits: goal + 56, budget: .share(seconds: seconds))
    var best: Ball?
    var reason = "the digits were not reached"
    var attempt = 0.0
    while attempt < Refinement.attempts, effort.bits < Refinement.mostBits {
      var missing = effort.goal
      do {
        let ball = try compute(effort)
        // What was derived by then may be unfinished.
        if TimeLimit.isOver { throw CertificateError.budget(Certificate.timeIsOver) }
        if let rest = missingBits(ball) {
          missing = min(rest, 2 * effort.goal)
          if !ball.isFinite { reason = "the enclosure is infinite" }
          if ball.isFinite { best = best.map { narrower($0, ball) } ?? ball }
        } else {
          return .finite(CertifiedInterval(ball, digits: digits, isDecided: true))
        }
      } catch CertificateError.infinite(let isPositive, let text) {
        return .infinite(isPositive: isPositive, reason: text)
      } catch CertificateError.nonexistent(let text) {
        return .undefined(reason: text)
      } catch CertificateError.imprecise(let bits) {
        effort.bits += bits + 8
        attempt += 0.25
        continue
      } catch {
        reason = "\(error)"
        if case CertificateError.budget = error { break }
        if case CertificateError.undefined = error { break }
      }
      if effort.budget.isSpent { break }
      attempt += 1
      effort.goal += missing + 4
      effort.bits = max(effort.goal + 56, effort.bits * 7 / 4)
    }
    guard let best else { return .notDecided(reason: reason) }
    return .finite(CertifiedInterval(best, digits: digits, isDecided: false))
  }

  private func narrower(_ a: Ball, _ b: Ball) -> Ball { a.radius <= b.radius ? a : b }

  /// How many bits more it takes; `nil` where the digits are there, or the number is 0 to four times
  /// as many.
  private func missingBits(_ ball: Ball) -> Int? {
    guard ball.isFinite else { return digits * 4 }
    if ball.isExact { return nil }
    let field = Precision(bits: 64)
    let wanted = Double(digits) * 3.3219281
    // log₂ of the radius, which may have any exponent.
    let radius = field.quotient(field.log(ball.radius), field.log(Ball(2))).double + 1
    guard !ball.containsZero else {
      return radius < -4 * wanted ? nil : Int(min(1e4, max(wanted, 8)))
    }
    let size = field.quotient(field.log(field.magnitude(ball).midpoint), field.log(Ball(2))).double
    let missing = radius - size + wanted
    return missing <= 0 ? nil : Int(min(1e4, missing + 1))
  }
}
