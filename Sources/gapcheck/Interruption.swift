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
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        Interruption.end(by: number, target: target, isResumable: isResumable)
      }
      source.resume()
      return source
    }
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
