// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// While it lives, Ctrl-C and a request to end say what is left behind, and end the process with
/// status 130 or 143; a closed pipe is an error of the write, not a signal.
final class Interruption {
  private let sources: [any DispatchSourceSignal]

  /// - Parameters:
  ///   - target: where the output goes, if that is a file.
  ///   - isResumable: whether its partial file is of use; it is removed where it is not.
  init(target: OutputTarget?, isResumable: Bool) {
    signal(SIGPIPE, SIG_IGN)
    // A queue of its own: the shared ones may have no thread left while a writer waits for its reader.
    let queue = DispatchQueue(label: "gapcheck.interruption")
    let ready = DispatchGroup()
    sources = [SIGINT, SIGTERM].map { number in
      #if canImport(Darwin)
        // There, a source only watches; on Linux it takes the signal, and ignoring it would lose it.
        signal(number, SIG_IGN)
      #endif
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        Interruption.end(by: number, target: target, isResumable: isResumable)
      }
      ready.enter()
      source.setRegistrationHandler { ready.leave() }
      source.resume()
      return source
    }
    // A signal that came before the sources are there would be lost.
    ready.wait()
  }

  private static func end(by number: Int32, target: OutputTarget?, isResumable: Bool) -> Never {
    // Behind what the terminal shows of the key, and of the progress.
    var message = isatty(STDERR_FILENO) == 1 ? "\n" : ""
    message += "gapcheck: interrupted"
    if let target, !target.isDevice {
      message += "; \(target.path) was not written"
      if isResumable {
        message += ", --resume goes on from \(target.partial)"
      } else {
        target.removePartial()
      }
    }
    StandardError.write(message)
    _exit(128 + number)
  }

  deinit { for source in sources { source.cancel() } }
}
