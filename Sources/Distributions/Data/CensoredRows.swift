// SPDX-License-Identifier: GPL-3.0-or-later

/// Rows of which an interval is known that x lies in, and the sums of their log probabilities.
///
/// Of a family with a density the rows with the same kinds of ends are a sum over the columns and the ends. Each different
/// row has a term of its own where the ends are numbers in the formula: of counts, and where a difference of two tails
/// would be taken from the smaller of them, which depends on z.
struct CensoredRows {
  private let intervals: [Int: Observation]
  private let columns: [[Double]]
  private let weights: [Double]

  /// - Parameters:
  ///   - intervals: by their rows.
  ///   - columns: of all rows; the first, of x, is not looked at.
  ///   - weights: of all rows.
  init(_ intervals: [Int: Observation], columns: [[Double]], weights: [Double]) {
    (self.intervals, self.columns, self.weights) = (intervals, columns, weights)
  }

  /// Rows with the same kinds of ends.
  private struct Group {
    var rows: [Int] = []
    var lower: [Double] = []
    var upper: [Double] = []
  }

  /// Σ wᵢ log P(aᵢ ≤ x ≤ bᵢ), as several formulas in z.
  func sums(under likelihood: ConditionalDensity) throws(RowError) -> [Formula] {
    let (family, arguments) = (likelihood.family, likelihood.arguments)
    var groups: [[Bool]: Group] = [:]
    for row in intervals.keys.sorted() where weights[row] > 0 {
      guard let observation = intervals[row] else { continue }
      let (lower, upper) = try ends(of: observation, inRow: row, under: likelihood)
      let kind = [lower != nil, upper != nil]
      groups[kind, default: Group()].rows.append(row)
      if let lower { groups[kind]?.lower.append(lower) }
      if let upper { groups[kind]?.upper.append(upper) }
    }
    var sums: [Formula] = []
    for kind in [[true, false], [false, true], [true, true]] {
      guard let group = groups[kind] else { continue }
      if family.isDiscrete {
        sums += try terms(group, likelihood)
        continue
      }
      // The ends stand in place of x, and behind the columns.
      let last = columns.count
      let ends = (
        lower: kind[0] ? Formula.parameter(0) : nil, upper: kind[1] ? Formula.parameter(last) : nil
      )
      let empty = group.rows.map { _ in 0.0 }
      let table =
        [kind[0] ? group.lower : empty]
        + columns.dropFirst().map { column in group.rows.map { column[$0] } }
        + [kind[1] ? group.upper : empty]
      let term: Formula
      do throws(IntervalProblem) {
        term = try family.logProbability(from: ends.lower, to: ends.upper, arguments)
      } catch {
        throw problem(error, group.rows[0], likelihood)
      }
      let rows = GatheredRows(columns: table, weights: group.rows.map { weights[$0] })
      if kind == [true, true], rows.decided(term).choosesByLatent {
        sums += try terms(group, likelihood)
        continue
      }
      sums.append(try sum(of: term, over: rows, group.rows, likelihood))
    }
    return sums
  }

  /// The ends of an interval; `nil` for one that is outside of the support, whatever z is.
  private func ends(
    of observation: Observation, inRow row: Int, under likelihood: ConditionalDensity
  ) throws(RowError) -> (lower: Double?, upper: Double?) {
    let interval: (lower: Double?, upper: Double?)
    do throws(ObservationError) {
      interval = try likelihood.family.interval(observation, likelihood: likelihood.text)
    } catch {
      throw RowError(row, error)
    }
    guard let intervals = likelihood.family.intervals else { return interval }
    func isOutside(_ end: Double?, _ condition: IntervalProbability.Function?) -> Bool {
      guard let end, let condition else { return false }
      let formula = condition(.number(end), likelihood.arguments)
      return !formula.hasLatent && formula.value(inRow: row, of: columns).head <= 0
    }
    if isOutside(interval.upper, intervals.start) || isOutside(interval.lower, intervals.end) {
      throw RowError(row, .impossible(observation, likelihood: likelihood.text))
    }
    return (
      isOutside(interval.lower, intervals.start) ? nil : interval.lower,
      isOutside(interval.upper, intervals.end) ? nil : interval.upper
    )
  }

  /// A term for each different row.
  private func terms(
    _ group: Group, _ likelihood: ConditionalDensity
  ) throws(RowError) -> [Formula] {
    var places: [[Double]: Int] = [:]
    var terms: [(row: Int, cells: [Double], weight: DoubleDouble)] = []
    for (index, row) in group.rows.enumerated() {
      let ends = [
        group.lower.isEmpty ? -.infinity : group.lower[index],
        group.upper.isEmpty ? .infinity : group.upper[index],
      ]
      let cells = ends + columns.dropFirst().map { $0[row] }
      if let place = places[cells] {
        terms[place].weight = terms[place].weight + DoubleDouble(weights[row])
      } else {
        places[cells] = terms.count
        terms.append((row, cells, DoubleDouble(weights[row])))
      }
    }
    var sums: [Formula] = []
    for (row, cells, weight) in terms {
      // Of x there is no number in the arguments.
      let values = [.nan] + cells.dropFirst(2)
      let formula: Formula
      do throws(IntervalProblem) {
        formula = try likelihood.family.logProbability(
          from: cells[0] > -.infinity ? .number(cells[0]) : nil,
          to: cells[1] < .infinity ? .number(cells[1]) : nil,
          likelihood.arguments.map { $0.setting(Array(values)) })
      } catch {
        throw problem(error, row, likelihood)
      }
      if let value = formula.constantValue?.head, !value.isFinite {
        throw RowError(
          row, .notFinite(value, of: observation(row), likelihood: likelihood.text))
      }
      sums.append(.constant(weight) * formula)
    }
    return sums
  }

  private func sum(
    of term: Formula, over gathered: GatheredRows, _ rows: [Int],
    _ likelihood: ConditionalDensity
  ) throws(RowError) -> Formula {
    do throws(GatheredRows.Problem) {
      return try gathered.sum(of: term)
    } catch {
      let row = rows[error.row]
      throw RowError(
        row, .notFinite(error.value, of: observation(row), likelihood: likelihood.text))
    }
  }

  private func observation(_ row: Int) -> Observation { intervals[row] ?? .value(.nan) }

  private func problem(
    _ problem: IntervalProblem, _ row: Int, _ likelihood: ConditionalDensity
  ) -> RowError {
    RowError(row, .interval(observation(row), likelihood: likelihood.text, problem))
  }
}

extension Formula {
  /// Whether which of two formulas it is depends on z.
  fileprivate var choosesByLatent: Bool {
    contains { if case .choice(_, _, let condition) = $0 { condition.hasLatent } else { false } }
  }
}
