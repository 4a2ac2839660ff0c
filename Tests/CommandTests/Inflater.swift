// SPDX-License-Identifier: GPL-3.0-or-later

/// Decompresses "deflate" (RFC 1951), as pictures in PDF hold it: bit by bit, since it need not be fast.
struct Inflater {
  /// Data that does not follow the format.
  struct Malformed: Error {}

  private let input: ArraySlice<UInt8>
  private var position: Int
  private var bit = 0
  private var output: [UInt8] = []

  /// What a zlib stream (RFC 1950) holds.
  static func bytes(ofZlib data: ArraySlice<UInt8>) throws -> [UInt8] {
    var inflater = Inflater(input: data.dropFirst(2))
    try inflater.run()
    return inflater.output
  }

  private init(input: ArraySlice<UInt8>) {
    (self.input, position) = (input, input.startIndex)
  }

  private mutating func byte() throws -> UInt8 {
    guard input.indices.contains(position) else { throw Malformed() }
    defer { position += 1 }
    return input[position]
  }

  private mutating func bits(_ count: Int) throws -> Int {
    var value = 0
    for index in 0..<count {
      guard input.indices.contains(position) else { throw Malformed() }
      value |= Int(input[position] >> bit & 1) << index
      bit += 1
      if bit == 8 { (bit, position) = (0, position + 1) }
    }
    return value
  }

  /// A code of symbols by their lengths: in the order of length and symbol they are consecutive numbers.
  private struct Code {
    private var counts = [Int](repeating: 0, count: 16)
    private var symbols: [Int]

    init(lengths: [Int]) {
      for length in lengths where length > 0 { counts[length] += 1 }
      symbols = lengths.indices.filter { lengths[$0] > 0 }
        .sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    }

    func symbol(_ inflater: inout Inflater) throws -> Int {
      var (code, first, index) = (0, 0, 0)
      for length in 1...15 {
        code |= try inflater.bits(1)
        if code - first < counts[length] { return symbols[index + code - first] }
        index += counts[length]
        (first, code) = ((first + counts[length]) << 1, code << 1)
      }
      throw Malformed()
    }
  }

  private mutating func run() throws {
    var isLast = false
    while !isLast {
      isLast = try bits(1) == 1
      switch try bits(2) {
      case 0: try copy()
      case 1:
        let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
        try block(Code(lengths: lengths), Code(lengths: [Int](repeating: 5, count: 30)))
      case 2: try dynamicBlock()
      default: throw Malformed()
      }
    }
  }

  /// A block that is not compressed.
  private mutating func copy() throws {
    if bit > 0 { (bit, position) = (0, position + 1) }
    let count = try bits(16)
    _ = try bits(16)
    for _ in 0..<count { output.append(try byte()) }
  }

  private mutating func dynamicBlock() throws {
    let (literals, distances) = (try bits(5) + 257, try bits(5) + 1)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var lengths = [Int](repeating: 0, count: 19)
    for index in order.prefix(try bits(4) + 4) { lengths[index] = try bits(3) }
    let code = Code(lengths: lengths)
    lengths = []
    while lengths.count < literals + distances {
      let symbol = try code.symbol(&self)
      switch symbol {
      case 16:
        guard let last = lengths.last else { throw Malformed() }
        lengths += [Int](repeating: last, count: try bits(2) + 3)
      case 17: lengths += [Int](repeating: 0, count: try bits(3) + 3)
      case 18: lengths += [Int](repeating: 0, count: try bits(7) + 11)
      default: lengths.append(symbol)
      }
    }
    try block(
      Code(lengths: Array(lengths[..<literals])), Code(lengths: Array(lengths[literals...])))
  }

  /// Literal bytes, and copies of what was there before.
  private mutating func block(_ literals: Code, _ distances: Code) throws {
    while true {
      let symbol = try literals.symbol(&self)
      if symbol < 256 {
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      let length = try extended(symbol - 257, groups: 4, last: 28, lastValue: 255) + 3
      let distance = try extended(try distances.symbol(&self), groups: 2) + 1
      guard distance <= output.count else { throw Malformed() }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  /// A symbol of a scale of which each group has one bit more than the group before, and that many bits.
  private mutating func extended(
    _ symbol: Int, groups: Int, last: Int? = nil, lastValue: Int = 0
  ) throws -> Int {
    if symbol == last { return lastValue }
    let extra = max(0, symbol / groups - 1)
    let base = extra == 0 ? symbol : (groups + symbol % groups) << extra
    return base + (try bits(extra))
  }
}
