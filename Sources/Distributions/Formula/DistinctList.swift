// SPDX-License-Identifier: GPL-3.0-or-later

/// Different items in the order in which they first occur.
///
/// A few are compared one by one, which is faster than to hash them.
struct DistinctList<Item: Hashable> {
  private(set) var items: [Item] = []
  private var places: [Item: Int] = [:]

  /// As many are compared.
  private static var few: Int { 24 }

  /// Where the item stands; it is added where it is new.
  mutating func place(of item: Item) -> Int {
    if items.count <= Self.few {
      if let place = items.firstIndex(of: item) { return place }
    } else {
      if places.isEmpty {
        for (place, item) in items.enumerated() { places[item] = place }
      }
      if let place = places[item] { return place }
      places[item] = items.count
    }
    items.append(item)
    return items.count - 1
  }
}
