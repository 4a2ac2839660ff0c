// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

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
