// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// What the system lets a process have, tried out before there is work.
///
/// The queues wait for ever for a thread that they cannot have, and end the process where they get no
/// descriptor: neither says why.
enum SystemLimits {
  /// Room for the rows that are on their way, and the tables of the engine.
  private static let memory = 32 << 20
  /// For the queues, input, output and its note, and the pipes of another program.
  private static let descriptors = 16

  /// A worker for each core, the queues of input and signals, and those that serve them.
  private static var threads: Int { ProcessInfo.processInfo.activeProcessorCount + 4 }

  private static let gate = NSLock()

  /// What there is too little of, in words; `nil` where there is enough.
  static func shortage() -> String? {
    if let code = failure(ofDescriptors: descriptors) {
      return text("\(descriptors) files", limit: "ulimit -n", code)
    }
    if let code = failure(ofMemory: memory) {
      return text("\(memory >> 20) MiB of memory", limit: "ulimit -v", code)
    }
    if let code = failure(ofThreads: threads) {
      return text("\(threads) threads", limit: "ulimit -u or ulimit -v", code)
    }
    return nil
  }

  private static func text(_ need: String, limit: String, _ code: Int32) -> String {
    "the system does not give \(need): \(String(cString: strerror(code))); raise \(limit)"
  }

  private static func failure(ofDescriptors count: Int) -> Int32? {
    var taken: [Int32] = []
    defer { for descriptor in taken { close(descriptor) } }
    while taken.count < count {
      let descriptor = open("/", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return errno }
      taken.append(descriptor)
    }
    return nil
  }

  private static func failure(ofMemory size: Int) -> Int32? {
    let flags = MAP_PRIVATE | MAP_ANON
    let memory = mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard memory != MAP_FAILED else { return errno }
    munmap(memory, size)
    return nil
  }

  /// All at once: each waits until the last is there.
  private static func failure(ofThreads count: Int) -> Int32? {
    var threads: [pthread_t] = []
    gate.lock()
    defer {
      gate.unlock()
      for thread in threads { pthread_join(thread, nil) }
    }
    while threads.count < count {
      #if canImport(Darwin)
        var thread: pthread_t?
      #else
        var thread = pthread_t()
      #endif
      let code = pthread_create(
        &thread, nil,
        { _ in
          SystemLimits.gate.withLock {}
          return nil
        }, nil)
      guard code == 0 else { return code }
      #if canImport(Darwin)
        if let thread { threads.append(thread) }
      #else
        threads.append(thread)
      #endif
    }
    return nil
  }
}
