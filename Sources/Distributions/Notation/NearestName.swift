// SPDX-License-Identifier: GPL-3.0-or-later

/// What was probably meant by a name that is none.
package enum NearestName {
  /// Longer names are no slips of the finger.
  private static let lengthLimit = 40

  /// The name whose spelling is nearest, if it is as near as a slip; else one that begins like it.
  ///
  /// - Parameters:
  ///   - word: what was written.
  ///   - known: spellings, and the names that they stand for.
  package static func of(_ word: String, among known: [(spelling: String, name: String)]) -> String?
  {
    guard !word.isEmpty, word.count <= lengthLimit else { return nil }
    let distances = known.map { (distance: distance(word, $0.spelling), name: $0.name) }
    let nearest = distances.min { $0.distance < $1.distance }
    if let nearest, nearest.distance <= max(1, word.count / 3), nearest.distance < word.count {
      return nearest.name
    }
    // All letters in another order: tetha, theta.
    if let same = known.first(where: { $0.spelling.sorted() == word.sorted() }) { return same.name }
    // Of a longer word the end may be another: density, densities.
    let beginning = word.count < 6 ? word : String(word.dropLast())
    return word.count < 3 ? nil : known.first { $0.spelling.hasPrefix(beginning) }?.name
  }

  /// How many letters have to be put in, left out, changed, or swapped with their neighbour.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var (beforeLast, last) = ([Int](), Array(0...b.count))
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, beforeLast[j - 1] + 1)
        }
        row.append(least)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
