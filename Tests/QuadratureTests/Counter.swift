// SPDX-License-Identifier: GPL-3.0-or-later

/// Counts the evaluations of an escaping closure.
final class Counter {
  var count = 0
}
