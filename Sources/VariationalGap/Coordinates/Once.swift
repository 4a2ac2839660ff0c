// SPDX-License-Identifier: GPL-3.0-or-later

/// A value that is computed when it is first asked for, and kept.
final class Once<Value: Sendable>: Sendable {
  private let make: @Sendable () -> Value
  private let kept = Kept<Value>()

  init(_ make: @escaping @Sendable () -> Value) { self.make = make }

  var value: Value { kept.value(make) }
}
