// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The product of the axes of a sweep, φ fastest.
struct Grid: Sendable, Hashable {
  let theta: Axis
  let x: Axis
  /// `nil` for the best φ at every (θ, x).
  let phi: Axis?

  /// The number of cells.
  let count: Int

  init(theta: Axis, x: Axis, phi: Axis?) throws {
    self.theta = theta
    self.x = x
    self.phi = phi
    let (pairs, isTooLarge) = theta.count.multipliedReportingOverflow(by: x.count)
    let (cells, isLarger) = pairs.multipliedReportingOverflow(by: phi?.count ?? 1)
    guard !isTooLarge, !isLarger else {
      throw ValidationError("the grid has more cells than can be counted")
    }
    count = cells
  }

  /// The values of a cell.
  func cell(_ index: Int) -> (theta: Double, x: Double, phi: Double?) {
    let phiCount = phi?.count ?? 1
    let (pair, phiIndex) = index.quotientAndRemainder(dividingBy: phiCount)
    let (thetaIndex, xIndex) = pair.quotientAndRemainder(dividingBy: x.count)
    return (theta[thetaIndex], x[xIndex], phi.map { $0[phiIndex] })
  }
}

/// `--shard K/N`: the K-th of N contiguous parts, K from 1.
struct Shard: Sendable, Hashable, ExpressibleByArgument {
  let index: Int
  let count: Int

  static let whole = Shard(index: 1, count: 1)

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]), count >= 1,
      (1...count).contains(index)
    else { return nil }
    self.init(index: index, count: count)
  }

  /// As it is written on the command line, in the help text.
  var defaultValueDescription: String { "\(index)/\(count)" }

  /// The cells of the part. The parts differ by at most one cell and follow each other.
  func range(of total: Int) -> Range<Int> {
    func boundary(_ part: Int) -> Int {
      let (quotient, remainder) = total.quotientAndRemainder(dividingBy: count)
      return part * quotient + min(part, remainder)
    }
    return boundary(index - 1)..<boundary(index)
  }
}
