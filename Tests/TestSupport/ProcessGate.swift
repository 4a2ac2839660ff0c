// SPDX-License-Identifier: GPL-3.0-or-later

/// Lets a few processes run at a time.
///
/// Tests run all at once, and hundreds of processes with three pipes each bring Foundation's
/// `Process.run()`, which walks over all open files, to read past the end of its list.
actor ProcessGate {
  static let shared = ProcessGate()

  private var free = 8
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
