// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import Synchronization

/// A place for a value that is computed once: by whoever asks first, and has what it takes.
final class Kept<Value: Sendable>: Sendable {
  private let known = Mutex<Value?>(nil)

  /// The value that is known, or else a new one.
  func value<Failure: Error>(_ make: () throws(Failure) -> Value) throws(Failure) -> Value {
    if let known = known.withLock({ $0 }) { return known }
    let value = try make()
    // What was made when the time was over may be unfinished.
    if !TimeLimit.isOver { known.withLock { $0 = value } }
    return value
  }
}
