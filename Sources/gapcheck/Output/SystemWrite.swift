// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The system's `write`, until everything is written.
enum SystemWrite {
  /// - Returns: 0, or the error number.
  static func all(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Int32 {
    let code = bytes.withContiguousStorageIfAvailable { buffer -> Int32 in
      var rest = UnsafeRawBufferPointer(buffer)[...]
      while !rest.isEmpty {
        let piece = UnsafeRawBufferPointer(rebasing: rest)
        let written = Foundation.write(descriptor, piece.baseAddress, piece.count)
        if written >= 0 {
          rest = rest.dropFirst(written)
          continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          // Somebody has made the pipe non-blocking: wait for room.
          var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = Foundation.poll(&poll, 1, -1)
        default: return errno
        }
      }
      return 0
    }
    return code ?? all(Array(bytes), to: descriptor)
  }
}
