// SPDX-License-Identifier: GPL-3.0-or-later

/// Intervals as text: the support of a log joint density.
///
/// ```text
/// spec = bound ".." bound
/// ```
///
/// A bound is a formula of numbers, as ``Formula/parse(_:names:)`` reads them, or inf with a sign:
/// `0..inf`, `-inf..inf`, `0..2*pi`.
public enum IntervalSpec {
  /// The open interval that a text describes.
  ///
  /// - Throws: ``IntervalSpecError``, with the position of the first character that is wrong.
  public static func parse(_ text: String) throws(IntervalSpecError) -> Interval {
    func error(_ problem: IntervalSpecError.Problem, at position: Int) -> IntervalSpecError {
      IntervalSpecError(text: text, position: position, problem: problem)
    }
    var parser = FormulaParser(SpecScanner(text), names: ["inf": .number(.infinity)])
    let start = parser.scanner.position
    let lower = try bound(&parser)
    guard parser.skip("."), parser.skip(".") else {
      throw error(.missingDots, at: parser.scanner.position)
    }
    guard parser.scanner.next != "." else { throw error(.threeDots, at: parser.scanner.position) }
    let upper = try bound(&parser)
    if let problem = parser.unexpected {
      throw error(.formula(problem), at: parser.scanner.position)
    }
    do throws(DistributionError) {
      return try Interval(from: lower, to: upper)
    } catch let problem {
      throw error(.invalid(problem), at: start)
    }
  }

  private static func bound(
    _ parser: inout FormulaParser
  ) throws(IntervalSpecError) -> Double {
    do throws(FormulaError) {
      return try parser.formula().constantValue?.head ?? .nan
    } catch {
      throw IntervalSpecError(
        text: error.text, position: error.position, problem: .formula(error.problem))
    }
  }
}
