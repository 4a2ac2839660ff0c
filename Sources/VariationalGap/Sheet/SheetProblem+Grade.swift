// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension SheetProblem {
  /// What an answer is worth.
  ///
  /// Formulas are compared with the right one, and with those of known mistakes, at up to 64 points in 31 digits; of
  /// the ELBO, a term without θ and φ may be left out, as it changes no maximum.
  ///
  /// - Parameters:
  ///   - answers: the answer as it was typed, one text for each part, or one for all, with commas between.
  ///   - pairs: those of problem 3; none of the others.
  /// - Throws: ``SheetError`` for an answer that cannot be read.
  public func grade(
    _ answers: [String], pairs: [FactorizedDivergence.Pair] = []
  ) throws(SheetError) -> SheetGrade {
    guard pairs.isEmpty == (self != .products) else { throw .pairs(problem: self) }
    if let markup = answers.joined(separator: " ").firstMatch(of: /\\[a-zA-Z]*/) {
      throw .markup(String(markup.0))
    }
    switch self {
    case .tightness: return try gradeWord(answers)
    case .products: return try gradeNumber(answers, pairs)
    case .elbo, .gradient, .maximum, .exponentialNoise, .uniformNoise:
      return try gradeFormulas(SheetAnswer.formulas(in: answers))
    }
  }

  private func gradeWord(_ answers: [String]) throws(SheetError) -> SheetGrade {
    let text = answers.joined(separator: " ")
    let words = text.lowercased().split { !$0.isLetter }
    let word = words.first { !["there", "it", "is"].contains($0) } ?? ""
    let no = [
      "no", "never", "none", "not", "false", "n", "nope", "cannot", "impossible", "nein", "non",
    ].contains(word)
    guard no || ["yes", "true", "y", "yep", "always", "sometimes", "ja", "oui"].contains(word)
    else {
      throw .neitherYesNorNo(text)
    }
    return SheetGrade(
      problem: self,
      parts: [
        SheetGrade.Part(
          name: "no", isRight: no, note: answer, counterexample: no ? nil : try leastGap())
      ])
  }

  /// A gap that is not 0 though φ is the best one.
  private func leastGap() throws(SheetError) -> SheetGrade.Counterexample {
    do throws(InferenceError) {
      let best = try Exercise(theta: 1, x: 0.3).optimum()
      return SheetGrade.Counterexample(
        point: [("theta", 1), ("x", 0.3), ("phi", best.rate.value)].map {
          SheetGrade.Coordinate(name: $0.0, value: $0.1)
        }, given: 0, right: best.minimumGap.value)
    } catch { throw .truth(error) }
  }

  private func gradeNumber(
    _ answers: [String], _ pairs: [FactorizedDivergence.Pair]
  ) throws(SheetError) -> SheetGrade {
    let texts = SheetAnswer.formulas(in: answers)
    if texts.count == 2, answers.count == 1, texts.allSatisfy({ Int($0) != nil }) {
      throw .decimalComma(answers[0])
    }
    guard texts.count == 1 else { throw .count(texts.count, problem: self) }
    let products: SheetProducts
    do throws(InferenceError) { products = try SheetProducts(pairs) } catch { throw .truth(error) }
    do throws(FormulaError) {
      return SheetGrade(problem: self, parts: [try products.grade(texts[0])])
    } catch { throw .noNumber(error) }
  }

  private func gradeFormulas(_ texts: [String]) throws(SheetError) -> SheetGrade {
    guard texts.count == parts.count else { throw .count(texts.count, problem: self) }
    do throws(FormulaError) {
      var graded: [SheetGrade.Part] = []
      for (part, text) in zip(parts, texts) { graded.append(try part.grade(text)) }
      return SheetGrade(problem: self, parts: graded)
    } catch { throw .formula(error) }
  }
}
