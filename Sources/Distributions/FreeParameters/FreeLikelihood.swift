// SPDX-License-Identifier: GPL-3.0-or-later

/// Likelihoods of which some numbers are free, as in `normal(z, ?)`, `poisson(exp(? + z))` or, without a name, `-abs(x - z)/?`.
public struct FreeLikelihood: Sendable {
  /// The spec.
  public let spec: FreeSpec

  /// The free numbers, from the first `?` to the last.
  public let parameters: [FreeParameter]

  /// Whether each is a whole argument, and not inside of a formula.
  package let areWhole: Bool

  /// Whether it is a log likelihood, a formula in z, x and columns.
  public let isFormula: Bool

  /// The columns that it may name.
  public let columns: [String]

  /// log p(x | z) of a row: x is the first parameter, the columns those that follow, and then the free numbers.
  private let term: Formula

  /// Reads a likelihood, as ``LikelihoodSpec`` does, or a log likelihood.
  ///
  /// - Parameters:
  ///   - text: the spec.
  ///   - isFormula: whether it is a log likelihood.
  ///   - columns: names of the columns of a table that it may use.
  /// - Throws: ``FreeSpecError``, also for a `?` that would be a whole number.
  public init(
    _ text: String, isFormula: Bool = false, columns: [String] = []
  ) throws(FreeSpecError) {
    let spec = FreeSpec(text)
    let names = FreeLikelihood.names(spec.count, besides: columns)
    func places(_ formula: Formula) -> [Int] {
      formula.parameters.filter { $0 > columns.count }
    }
    var parameters: [FreeParameter] = []
    var areWhole = true
    if isFormula {
      term = try FreeLikelihood.formula(spec, names, columns)
      parameters = names.indices.map { FreeParameter(name: "\($0 + 1)", domain: .real) }
      areWhole = false
    } else {
      let density = try FreeLikelihood.density(spec, names, columns)
      var found: [Int: FreeParameter] = [:]
      for (parameter, argument) in zip(density.family.parameters, density.arguments) {
        let own = places(argument)
        if let place = own.first, argument == .parameter(place) {
          guard parameter.domain != .count else {
            throw FreeSpecError(
              text: text, reason: "\(parameter.name) is a whole number, and cannot be ?")
          }
          found[place] = FreeParameter(name: parameter.name, domain: parameter.domain)
          continue
        }
        for (index, place) in own.enumerated() {
          areWhole = false
          let suffix = own.count == 1 ? "" : "_\(index + 1)"
          found[place] = FreeParameter(name: parameter.name + suffix, domain: .real)
        }
      }
      parameters = names.indices.compactMap { found[columns.count + 1 + $0] }
      guard parameters.count == names.count else {
        throw FreeSpecError(text: text, reason: "a ? has no effect on the likelihood")
      }
      term = density.family.logDensity(of: .parameter(0), density.arguments)
    }
    (self.spec, self.isFormula, self.columns) = (spec, isFormula, columns)
    (self.parameters, self.areWhole) = (parameters, areWhole)
  }

  /// Whether z occurs.
  package var hasLatent: Bool { term.contains { $0 == .latent } }

  /// Letters that no column is called.
  private static func names(_ count: Int, besides columns: [String]) -> [String] {
    let taken = Set(columns)
    return Array(
      (0xA000...0xA400).lazy.compactMap { UnicodeScalar($0).map { String(Character($0)) } }
        .filter { !taken.contains($0) }.prefix(count))
  }

  private static func density(
    _ spec: FreeSpec, _ names: [String], _ columns: [String]
  ) throws(FreeSpecError) -> ConditionalDensity {
    do throws(SpecError) {
      return try LikelihoodSpec.parse(spec.setting(names), columns: columns + names)
    } catch let first {
      // Of what is wrong with the rest the letters are no part.
      do throws(SpecError) {
        _ = try LikelihoodSpec.parse(spec.setting(names.map { _ in "1" }), columns: columns)
      } catch {
        throw FreeSpecError(error, in: spec)
      }
      throw FreeSpecError(first, in: spec)
    }
  }

  private static func formula(
    _ spec: FreeSpec, _ names: [String], _ columns: [String]
  ) throws(FreeSpecError) -> Formula {
    do throws(FormulaError) {
      return try Formula.parse(
        spec.setting(names), names: Formula.names(ofColumns: columns + names, observation: "x"))
    } catch let first {
      do throws(FormulaError) {
        _ = try Formula.parse(
          spec.setting(names.map { _ in "1" }),
          names: Formula.names(ofColumns: columns, observation: "x"))
      } catch {
        throw FreeSpecError(error, in: spec)
      }
      throw FreeSpecError(first, in: spec)
    }
  }

  /// The observations of some rows under the likelihood with these numbers.
  ///
  /// - Parameter rows: observations under any likelihood with the same columns.
  /// - Throws: ``RowError`` for a row that it cannot have; ``FreeSpecError`` for a number outside of its domain.
  package func observed(
    _ rows: ObservedRows, _ values: [Double]
  ) throws -> ObservedRows {
    let text = spec.setting(values)
    let table = try FreeLikelihood.table(of: rows)
    if isFormula {
      let formula = try Formula.parse(
        text, names: Formula.names(ofColumns: columns, observation: "x"))
      return try ObservedRows(
        of: rows.columns[0], logLikelihood: formula, text: text, columns: table,
        weights: rows.weights, named: rows.name)
    }
    let density: ConditionalDensity
    do throws(SpecError) {
      density = try LikelihoodSpec.parse(text, columns: columns)
    } catch {
      throw FreeSpecError(error, in: spec)
    }
    return try ObservedRows(
      of: rows.columns[0], censored: rows.censored, under: density, columns: table,
      weights: rows.weights, named: rows.name)
  }

  /// Σ wᵢ ∂ log p(xᵢ | z)/∂θ over some rows as formulas in z, one for each free number θ, at these values.
  ///
  /// - Throws: ``RowError``; ``FreeSpecError`` where a row is censored.
  package func scores(_ rows: ObservedRows, _ values: [Double]) throws -> [Formula] {
    guard rows.censored.isEmpty else {
      throw FreeSpecError(
        text: spec.text, reason: "observations that are intervals have no ? in their likelihood")
    }
    let table = try FreeLikelihood.table(of: rows)
    let first = columns.count + 1
    return try values.indices.map { index in
      let score = term.derivative(by: .parameter(first + index))
        .settingParameters(from: first, to: values)
      return try ObservedRows(
        of: rows.columns[0], logLikelihood: score, text: spec.text, columns: table,
        weights: rows.weights
      ).logLikelihood
    }
  }

  private static func table(of rows: ObservedRows) throws -> DataTable? {
    guard !rows.columnNames.isEmpty else { return nil }
    return try DataTable(Array(zip(rows.columnNames, rows.columns.dropFirst())))
  }
}

extension FreeLikelihood: CustomStringConvertible {
  /// The spec, as it was written.
  public var description: String { spec.text }
}
