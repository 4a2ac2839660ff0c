// SPDX-License-Identifier: GPL-3.0-or-later

/// The rows of some columns, equal ones put together, and groups of neighbours with the bounds of each.
final class DataRows: Sendable {
  /// The values of each column, one a row.
  let columns: [[Double]]
  /// How much each row counts: how often it occurs, or the sum of its weights.
  let weights: [Double]
  /// Rows that follow on one another, of equal weights.
  let runs: [Range<Int>]
  /// Bounds on the values of each column in all rows.
  let ranges: [Enclosure]
  /// Neighbours, with bounds on the values of each column.
  let groups: [Group]

  struct Group: Sendable {
    let ranges: [Enclosure]
    /// Σ wᵢ.
    let weight: Enclosure
  }

  /// - Parameters:
  ///   - columns: of equal length.
  ///   - weights: from 0, one a row; a row that counts for nothing is left out.
  init(columns: [[Double]], weights: [Double]) {
    var order = Array(weights.indices.filter { weights[$0] > 0 })
    order.sort { DataRows.isOrdered(columns, $0, $1) }
    var distinct = columns.map { _ in [Double]() }
    var totals: [Double] = []
    var start = 0
    while start < order.count {
      let first = order[start]
      let end =
        order[start...].firstIndex { row in !columns.allSatisfy { $0[first] == $0[row] } }
        ?? order.count
      for part in DataRows.sum(of: order[start..<end].map { weights[$0] }) {
        for (index, column) in columns.enumerated() { distinct[index].append(column[first]) }
        totals.append(part)
      }
      start = end
    }
    let sorted = totals.indices.sorted {
      totals[$0] == totals[$1] ? $0 < $1 : totals[$0] < totals[$1]
    }
    distinct = distinct.map { column in sorted.map { column[$0] } }
    totals = sorted.map { totals[$0] }
    self.columns = distinct
    self.weights = totals
    runs = DataRows.runs(of: totals)
    ranges = distinct.map { Enclosure(hullOf: $0) }
    groups = DataRows.groups(distinct, totals)
  }

  /// The sum of weights as one double or two, none negative: what rounding would lose counts as often as
  /// there are rows.
  private static func sum(of weights: [Double]) -> [Double] {
    let sum = weights.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) }
    guard sum.tail != 0 else { return [sum.head] }
    let head = sum.tail < 0 ? sum.head.nextDown : sum.head
    return [head, (sum.head - head) + sum.tail]
  }

  private static func runs(of weights: [Double]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for index in weights.indices.dropFirst() where weights[index] != weights[start] {
      runs.append(start..<index)
      start = index
    }
    if start < weights.count { runs.append(start..<weights.count) }
    return runs
  }

  /// Whether there are many rows of each weight.
  var hasLongRuns: Bool { 16 * runs.count <= count }

  /// How many there are, without repetitions.
  var count: Int { weights.count }

  /// Few rows are evaluated in 31 digits, and each is a group of its own.
  static let few = 64

  var isFew: Bool { count <= DataRows.few }

  private static func isOrdered(_ columns: [[Double]], _ a: Int, _ b: Int) -> Bool {
    for column in columns where column[a] != column[b] { return column[a] < column[b] }
    return false
  }

  /// The groups whose bounds are the narrowest: the widest, by how much it counts, is cut in the middle of
  /// its widest column.
  private static func groups(_ columns: [[Double]], _ weights: [Double]) -> [Group] {
    let scales = columns.map { column -> Double in
      let sorted =
        column.count > 4096
        ? stride(from: 0, to: column.count, by: column.count / 1024)
          .map { column[$0] }.sorted() : column.sorted()
      guard let first = sorted.first, let last = sorted.last else { return 1 }
      let middle = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
      return middle > 0 ? middle : last > first ? last - first : 1
    }
    func part(_ rows: [Int]) -> Part { Part(rows, columns, weights, scales) }
    let most = weights.count <= few ? weights.count : weights.count <= 1 << 14 ? 32 : 128
    var parts = [part(Array(weights.indices))]
    while parts.count < most,
      let index = parts.indices.max(by: { parts[$0].cost < parts[$1].cost }),
      parts[index].cost > 0
    {
      let widest = parts[index]
      let column = columns[widest.widest]
      let cut = widest.ranges[widest.widest].midpoint
      let lower = widest.rows.filter { column[$0] <= cut }
      let upper = widest.rows.filter { column[$0] > cut }
      guard !lower.isEmpty, !upper.isEmpty else { break }
      parts[index] = part(lower)
      parts.append(part(upper))
    }
    return parts.map { part in
      let weight = part.rows.reduce(0) { $0 + weights[$1] }
      let slack = weight * Double(part.rows.count) * 0x1p-52
      return Group(
        ranges: part.ranges, weight: Enclosure(from: weight - slack, to: weight + slack))
    }
  }

  /// Some rows, while groups are made.
  private struct Part {
    let rows: [Int]
    let ranges: [Enclosure]
    let widest: Int
    let cost: Double

    init(_ rows: [Int], _ columns: [[Double]], _ weights: [Double], _ scales: [Double]) {
      self.rows = rows
      ranges = columns.map { column in Enclosure(hullOf: rows.lazy.map { column[$0] }) }
      let widths = zip(ranges, scales).map { ($0.upper - $0.lower) / $1 }
      widest = widths.indices.max { widths[$0] < widths[$1] } ?? 0
      let width = widths.isEmpty ? 0 : widths[widest]
      cost = width * rows.reduce(0) { $0 + weights[$1] }
    }
  }
}

extension Enclosure {
  /// The smallest interval that holds all numbers; empty for none.
  init(hullOf numbers: some Sequence<Double>) {
    self = numbers.reduce(.empty) { $0.hull(Enclosure(from: $1, to: $1)) }
  }

  /// Between the ends, which are finite.
  fileprivate var midpoint: Double {
    let middle = 0.5 * lower + 0.5 * upper
    return middle < upper ? middle : lower
  }
}
