// SPDX-License-Identifier: GPL-3.0-or-later

internal import CFLINT
internal import Distributions

/// f(z)·exp(g(z)) dz on a piece, as a function of s: g has log |dz/ds| = s in it.
final class Integrand {
  /// The integrand in one graph.
  struct Forms {
    let graph: Graph
    /// g(z) + s, and its derivative.
    let exponent: LinearForm
    let slope: LinearForm
    /// f, and its derivative.
    let factor: LinearForm
    let factorSlope: LinearForm
  }

  let piece: Piece
  let precision: Precision
  private let weight: Formula
  private let factor: Formula
  private let numbers: [Ball]

  /// - Throws: ``Compiler/Impossible`` where the density is 0 on all of the piece.
  init(
    exp weight: Formula, times factor: Formula, on piece: Piece, numbers: [Ball],
    precision: Precision
  ) throws {
    (self.weight, self.factor, self.numbers) = (weight, factor, numbers)
    (self.piece, self.precision) = (piece, precision)
    bulk = try Integrand.forms(.bulk, weight, factor, piece, numbers, precision)
  }

  let bulk: Forms
  private var tails: [Bool: Forms] = [:]

  /// The forms that are narrow towards an end.
  func forms(outer: Bool) throws -> Forms {
    if let known = tails[outer] { return known }
    let forms = try Integrand.forms(
      outer ? .outer : .inner, weight, factor, piece, numbers, precision)
    tails[outer] = forms
    return forms
  }

  private static func forms(
    _ reach: Graph.Reach, _ weight: Formula, _ factor: Formula, _ piece: Piece, _ numbers: [Ball],
    _ precision: Precision
  ) throws -> Forms {
    let graph = Graph(precision: precision, reach: reach)
    let compiler = Compiler(
      graph: graph, coordinate: piece.coordinate, numbers: numbers, signs: piece.signs,
      roots: piece.roots)
    let exponent = precision.sum(try compiler(weight), graph.logarithm)
    let factor = try Integrand.factor(factor, compiler)
    return Forms(
      graph: graph, exponent: exponent, slope: graph.slope(of: exponent), factor: factor,
      factorSlope: graph.slope(of: factor))
  }

  /// The factor; where it is −∞ on a piece with mass, so is the integral.
  private static func factor(_ factor: Formula, _ compiler: Compiler) throws -> LinearForm {
    do {
      return try compiler(factor)
    } catch is Compiler.Impossible {
      throw CertificateError.infinite(
        isPositive: true, "there is mass where the other density is 0")
    }
  }
}
