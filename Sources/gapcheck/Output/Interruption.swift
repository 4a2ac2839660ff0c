// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Synchronization

/// While it lives, Ctrl-C and a request to end say what is left behind, and end the process with
/// status 130 or 143.
final class Interruption {
  /// The file that is being written.
  private struct Unfinished {
    let target: OutputTarget
    let isResumable: Bool
  }

  private static let unfinished = Mutex<Unfinished?>(nil)

  private let sources: [any DispatchSourceSignal]

  init() {
    // A queue of its own: the shared ones may have no thread left while a writer waits for its reader.
    let queue = DispatchQueue(label: "gapcheck.interruption")
    let ready = DispatchGroup()
    sources = [SIGINT, SIGTERM].map { number in
      #if canImport(Darwin)
        // There, a source only watches; on Linux it takes the signal, and ignoring it would lose it.
        signal(number, SIG_IGN)
      #endif
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { Interruption.end(by: number) }
      ready.enter()
      source.setRegistrationHandler { ready.leave() }
      source.resume()
      return source
    }
    // A signal that came before the sources are there would be lost.
    ready.wait()
  }

  /// From now on an interruption leaves a file unfinished.
  ///
  /// - Parameters:
  ///   - target: where the output goes, if that is a file.
  ///   - isResumable: whether its partial file is of use; it is removed where it is not.
  static func leaves(_ target: OutputTarget?, isResumable: Bool) {
    unfinished.withLock {
      $0 = target.flatMap { $0.isDevice ? nil : Unfinished(target: $0, isResumable: isResumable) }
    }
  }

  private static func end(by number: Int32) -> Never {
    // Behind what the terminal shows of the key, and of the progress.
    if isatty(STDERR_FILENO) == 1 { StandardError.show("\n") }
    var message = "gapcheck: interrupted"
    if let file = unfinished.withLock({ $0 }) {
      message += "; \(file.target.path) was not written"
      if file.isResumable {
        message += ", --resume goes on from \(file.target.partial)"
      } else {
        file.target.removePartial()
      }
    }
    StandardError.write(message)
    _exit(128 + number)
  }

  deinit { for source in sources { source.cancel() } }
}
