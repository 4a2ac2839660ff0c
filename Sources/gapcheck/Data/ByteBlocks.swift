// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A file, a pipe or standard input as blocks of bytes, each read once, of which the caller takes the whole rows.
final class ByteBlocks {
  private let path: String
  private let file: UnsafeMutablePointer<FILE>
  private var buffer = [UInt8](repeating: 0, count: 1 << 20)
  private var filled = 0
  private var isAtEnd = false

  /// - Parameter path: `-` is standard input.
  init(_ path: String) throws(DataFileError) {
    // What stands in for a closed descriptor can only be written.
    if path == "-", fcntl(STDIN_FILENO, F_GETFL) & O_ACCMODE == O_WRONLY {
      throw DataFileError(path, .unreadable(code: EBADF))
    }
    guard let file = path == "-" ? fdopen(dup(STDIN_FILENO), "r") : fopen(path, "r") else {
      throw DataFileError(path, .unreadable(code: errno))
    }
    (self.path, self.file) = (path, file)
    try fill()
    // The mark that some programs put before UTF-8.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if buffer[..<filled].starts(with: mark) { drop(mark.count) }
  }

  deinit { fclose(file) }

  /// Shows what has been read and not been taken, and reads on.
  ///
  /// - Parameter take: sees the bytes, and whether they are the last; says how many it has taken.
  /// - Returns: whether more may come.
  func next(
    _ take: (_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) throws(DataFileError) -> Int
  ) throws(DataFileError) -> Bool {
    // Typed throws do not pass through withUnsafeBufferPointer.
    let taken = buffer.withUnsafeBufferPointer { bytes -> Result<Int, DataFileError> in
      do throws(DataFileError) {
        return .success(try take(UnsafeBufferPointer(rebasing: bytes[..<filled]), isAtEnd))
      } catch {
        return .failure(error)
      }
    }
    let wasAtEnd = isAtEnd
    drop(try taken.get())
    if !isAtEnd { try fill() }
    return !wasAtEnd
  }

  private func drop(_ count: Int) {
    let rest = filled - count
    guard count > 0 else { return }
    buffer.withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { memmove(base, base + count, rest) }
    }
    filled = rest
  }

  /// Reads until the buffer is full, or the file is at its end; a row that fills the buffer makes it grow.
  private func fill() throws(DataFileError) {
    if filled == buffer.count {
      guard buffer.count < LineReader.longestLine else { throw DataFileError(path, .endlessRow) }
      buffer += [UInt8](repeating: 0, count: buffer.count)
    }
    let count = buffer.withUnsafeMutableBytes { bytes in
      fread(bytes.baseAddress.map { $0 + filled }, 1, bytes.count - filled, file)
    }
    let isFull = filled + count == buffer.count
    guard isFull || ferror(file) == 0 else { throw DataFileError(path, .unreadable(code: errno)) }
    filled += count
    isAtEnd = !isFull
  }
}
