// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// While it lives, Ctrl-C says what is left behind, and ends the process with status 130; a closed
/// pipe is an error of the write, not a signal.
final class Interruption {
  private let source: any DispatchSourceSignal

  /// - Parameter output: the file of `--output`, if there is one.
  init(output: String?) {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      if let output {
        StandardError.write(
          "\ngapcheck: interrupted; \(output) was not written, "
            + "--resume goes on from \(OutputFile.partial(output))")
      }
      _exit(130)
    }
    source.resume()
  }

  deinit { source.cancel() }
}
