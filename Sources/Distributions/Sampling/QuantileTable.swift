// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// The quantiles of a density that is known by its formula alone, for many probabilities: the mass is summed once, over cells in which
/// the density is as good as a polynomial, and each quantile is found in its cell by Newton's method.
///
/// It takes what ``DensityIntegral`` takes: a density with one mode, or none but the ends.
struct QuantileTable: Sendable {
  /// A stretch of a piece, from the lower z to the upper one.
  private struct Cell {
    let piece: DensityPiece
    let lower: Double
    let upper: Double
    let mass: Double
  }

  private let cells: [Cell]
  /// The mass below each cell, and above each from the last one on.
  private let below: [Double]
  private let above: [Double]
  private let total: Double
  private let peak: DoubleDouble

  private static let rule = GaussLegendreRule.points7
  /// How much of the whole mass a cell may be off by, and how often a piece is halved.
  private static let (tolerance, deepest) = (1e-17, 60)
  private static let steps = 60

  /// - Parameter integral: the density, on the whole of its support. `nil` where the time is over.
  init?(_ integral: DensityIntegral, mass: Double) {
    let peak = integral.peak
    var cells: [Cell] = []
    func add(_ piece: DensityPiece, _ a: Double, _ b: Double, _ whole: Double, _ depth: Int) {
      let middle = a / 2 + b / 2
      let halves = [(a, middle), (middle, b)].map { QuantileTable.mass(piece, $0, $1, peak) }
      let sum = halves[0] + halves[1]
      // Relative to the cell: its quantiles are.
      let isDone = abs(sum - whole) <= max(1e-14 * sum, QuantileTable.tolerance * mass)
      for (index, ends) in [(a, middle), (middle, b)].enumerated() {
        if isDone || depth == QuantileTable.deepest || TimeLimit.isOver {
          cells.append(Cell(piece: piece, lower: ends.0, upper: ends.1, mass: halves[index]))
        } else {
          add(piece, ends.0, ends.1, halves[index], depth + 1)
        }
      }
    }
    for piece in integral.pieces {
      let points = piece.sign > 0 ? piece.points : piece.points.reversed()
      for (a, b) in zip(points, points.dropFirst()) {
        add(piece, a, b, QuantileTable.mass(piece, a, b, peak), 0)
      }
    }
    guard !TimeLimit.isOver, !cells.isEmpty else { return nil }
    var (below, above) = ([Double](), [Double]())
    for cell in cells { below.append((below.last ?? 0) + cell.mass) }
    for cell in cells.reversed() { above.append((above.last ?? 0) + cell.mass) }
    guard let total = below.last, total > 0, total.isFinite else { return nil }
    self.cells = cells
    self.below = [0] + below.dropLast()
    self.above = [0] + above.dropLast()
    (self.total, self.peak) = (total, peak)
  }

  /// ∫ of the weight over (a, b), positive, in either direction.
  private static func mass(
    _ piece: DensityPiece, _ a: Double, _ b: Double, _ peak: DoubleDouble
  ) -> Double {
    let (half, centre) = (b / 2 - a / 2, a / 2 + b / 2)
    var sum = 0.0
    for (node, weight) in zip(rule.nodes, rule.weights) {
      sum += weight * exponential(piece.fall(centre + half * node, below: peak))
    }
    return sum * abs(half)
  }

  /// The z below which a share p of the mass lies, 0 < p < 1.
  func callAsFunction(_ p: Double) -> Double {
    // From the side on which less lies.
    let isLower = p < 0.5
    let target = (isLower ? p : 1 - p) * total
    let sums = isLower ? below : above
    let index = QuantileTable.last(sums, upTo: target)
    let cell = cells[isLower ? index : cells.count - 1 - index]
    let (from, to) = isLower ? (cell.lower, cell.upper) : (cell.upper, cell.lower)
    let rest = target - sums[index]
    func weight(_ s: Double) -> Double { exponential(cell.piece.fall(s, below: peak)) }
    var share = cell.mass > 0 ? min(max(rest / cell.mass, 0), 1) : 0
    var s = from + (to - from) * share
    var sum = QuantileTable.mass(cell.piece, from, s, peak)
    var (near, far) = (0.0, 1.0)
    for _ in 0..<QuantileTable.steps {
      if sum < rest { near = share } else { far = share }
      var next = share + (rest - sum) / (weight(s) * abs(to - from))
      if !(near <= next && next <= far) { next = near / 2 + far / 2 }
      let place = from + (to - from) * next
      guard place != s, next != share else { break }
      // Little by little, so that the last steps lose nothing.
      let step = QuantileTable.mass(cell.piece, s, place, peak)
      sum += next > share ? step : -step
      let isClose = abs(next - share) < 1e-9
      (share, s) = (next, place)
      if isClose { break }
    }
    return cell.piece.z(s)
  }

  /// The last of ascending numbers that is not above a limit; the first where all are.
  private static func last(_ sums: [Double], upTo limit: Double) -> Int {
    var (low, high) = (0, sums.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if sums[middle] <= limit { low = middle } else { high = middle }
    }
    return low
  }
}

/// A family whose distribution function has no closed form here.
protocol DensityFamily: Distribution {}

extension ExpModNormal: DensityFamily {}
extension InverseGaussian: DensityFamily {}
extension NoncentralT: DensityFamily {}
extension SkewNormal: DensityFamily {}
extension VonMises: DensityFamily {}
extension Truncated: DensityFamily where Base: DensityFamily {}

extension Distribution {
  /// The quantile, for many probabilities: where it takes quadrature, from sums that are made once.
  package var quantiles: @Sendable (Double) -> Double {
    guard self is any DensityFamily, let whole = DensityIntegral(formula, on: support),
      let mass = whole.logMass, abs(mass.value.head) < 1e-9,
      let table = QuantileTable(whole, mass: exponential((mass.value - whole.peak).head))
    else { return { quantile($0) } }
    return { p in 0 < p && p < 1 ? table(p) : quantile(p) }
  }
}
