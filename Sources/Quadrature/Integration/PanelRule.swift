// SPDX-License-Identifier: GPL-3.0-or-later

/// QUADPACK's 21-point rule on one panel (QK21) for a closure, with no C between the two.
///
/// The nodes are GSL's, and so is the sum, to the last bit: the centre, the pairs of the Gauss rule, then the others. Values
/// are kept in an order of their own, the lower nodes of all pairs before the upper ones.
@safe
struct PanelRule {
  /// The number of nodes.
  static let points = 21
  static let points21 = PanelRule(.points21)

  private static let pairs = 10
  private static let gaussPairs = 5

  /// The upper nodes of the pairs on (−1, 1). Tables are kept as long as the process runs.
  private let nodes: UnsafePointer<Double>
  private let centreWeight: Double
  /// A weight for each pair, and one of the Gauss rule for the first of them.
  private let weights: UnsafePointer<Double>
  private let gaussWeights: UnsafePointer<Double>
  /// The places of the outermost node at either end, and of the one next to it.
  let lowest: (outer: Int, inner: Int)
  let highest: (outer: Int, inner: Int)

  private init(_ table: GaussKronrodTable) {
    func kept(_ numbers: [Double]) -> UnsafePointer<Double> {
      let memory = UnsafeMutablePointer<Double>.allocate(capacity: numbers.count)
      for (index, number) in numbers.enumerated() { unsafe memory[index] = number }
      return unsafe UnsafePointer(memory)
    }
    unsafe nodes = kept((0..<PanelRule.pairs).map { table.nodes[2 * $0 + 2] })
    centreWeight = table.weights[0]
    unsafe weights = kept((0..<PanelRule.pairs).map { table.weights[2 * $0 + 1] })
    unsafe gaussWeights = kept((0..<PanelRule.gaussPairs).map { table.gaussWeights[2 * $0 + 1] })
    let (low, high) = table.outermost
    lowest = (PanelRule.place(ofCall: low[0]), PanelRule.place(ofCall: low[1]))
    highest = (PanelRule.place(ofCall: high[0]), PanelRule.place(ofCall: high[1]))
  }

  /// Where the value is kept that GSL asks for as its so manieth on a panel, counted from 0: each pair's lower node comes
  /// before its upper one.
  static func place(ofCall call: Int) -> Int {
    call == 0 ? 0 : (call + 1) / 2 + (call.isMultiple(of: 2) ? pairs : 0)
  }

  /// The centre of a panel, its first node.
  static func centre(from a: Double, to b: Double) -> Double { 0.5 * (a + b) }

  /// Writes the integrand's values at the nodes of the panel (a, b), and says what the rule makes of them.
  @inline(__always)
  func callAsFunction<Failure: Error>(
    from a: Double, to b: Double, into values: UnsafeMutablePointer<Double>,
    _ integrand: (Double) throws(Failure) -> Double
  ) throws(Failure) -> PanelSums {
    let centre = PanelRule.centre(from: a, to: b)
    let half = 0.5 * (b - a)
    unsafe values[0] = try integrand(centre)
    for pair in 0..<PanelRule.pairs {
      let distance = unsafe half * nodes[pair]
      unsafe values[pair + 1] = try integrand(centre - distance)
      unsafe values[pair + 1 + PanelRule.pairs] = try integrand(centre + distance)
    }
    return unsafe sums(of: values, half)
  }

  /// The sums over a panel of half a length.
  private func sums(of values: UnsafePointer<Double>, _ half: Double) -> PanelSums {
    let centre = unsafe values[0]
    let (lower, upper) = unsafe (values + 1, values + 1 + PanelRule.pairs)
    var kronrod = centreWeight * centre
    var gauss = 0.0
    // Sums that are apart do not wait for one another.
    var magnitudes = (centreWeight * abs(centre), 0.0)
    for pair in 0..<PanelRule.pairs {
      let sum = unsafe lower[pair] + upper[pair]
      if pair < PanelRule.gaussPairs { unsafe gauss += gaussWeights[pair] * sum }
      unsafe kronrod += weights[pair] * sum
      unsafe magnitudes.0 += weights[pair] * abs(lower[pair])
      unsafe magnitudes.1 += weights[pair] * abs(upper[pair])
    }
    let mean = 0.5 * kronrod
    let magnitude = magnitudes.0 + magnitudes.1
    // Of smooth integrands a glance at the spread is enough to know that the estimate is the rounding.
    var glance = centreWeight * abs(centre - mean)
    unsafe glance += weights[0] * (abs(lower[0] - mean) + abs(upper[0] - mean))
    unsafe glance += weights[1] * (abs(lower[1] - mean) + abs(upper[1] - mean))
    if PanelSums.isRounding(
      difference: abs(kronrod - gauss), magnitude: magnitude, leastSpread: glance, half)
    {
      return PanelSums(
        value: kronrod * half, rounding: 50 * .ulpOfOne * (magnitude * half),
        magnitude: magnitude * half, leastSpread: glance * half)
    }
    var spreads = (centreWeight * abs(centre - mean), 0.0, 0.0, 0.0)
    for pair in 0..<PanelRule.gaussPairs {
      let other = pair + PanelRule.gaussPairs
      unsafe spreads.0 += weights[pair] * abs(lower[pair] - mean)
      unsafe spreads.1 += weights[pair] * abs(upper[pair] - mean)
      unsafe spreads.2 += weights[other] * abs(lower[other] - mean)
      unsafe spreads.3 += weights[other] * abs(upper[other] - mean)
    }
    return PanelSums(
      value: kronrod * half, difference: abs(kronrod - gauss) * half,
      magnitude: magnitude * half,
      spread: (spreads.0 + spreads.1 + (spreads.2 + spreads.3)) * half)
  }

  /// A node of the panel (a, b) whose value is not finite.
  func hole(
    in values: UnsafePointer<Double>, from a: Double, to b: Double
  ) -> (z: Double, value: Double)? {
    guard let place = (0..<PanelRule.points).first(where: { unsafe !values[$0].isFinite }) else {
      return nil
    }
    let value = unsafe values[place]
    let centre = PanelRule.centre(from: a, to: b)
    guard place > 0 else { return (centre, value) }
    let isLower = place <= PanelRule.pairs
    let distance = unsafe 0.5 * (b - a) * nodes[place - (isLower ? 1 : 1 + PanelRule.pairs)]
    return (isLower ? centre - distance : centre + distance, value)
  }
}

// The tables are never written to.
extension PanelRule: @unchecked Sendable {}

/// What the 21-point rule says of a panel.
struct PanelSums {
  let value: Double
  let error: Double
  /// ∫ |f|.
  let magnitude: Double
  /// ∫ |f − mean|, or a number between that and the error where the error is the rounding.
  let spread: Double

  fileprivate init(value: Double, difference: Double, magnitude: Double, spread: Double) {
    (self.value, self.magnitude, self.spread) = (value, magnitude, spread)
    error = PanelSums.error(difference: difference, magnitude: magnitude, spread: spread)
  }

  /// An estimate that is the rounding.
  fileprivate init(value: Double, rounding: Double, magnitude: Double, leastSpread: Double) {
    (self.value, error, self.magnitude, spread) = (value, rounding, magnitude, leastSpread)
  }

  /// Whether the estimate is the rounding of the sum, and less than the spread, as is seen from a part of the spread
  /// already. Why it holds is said where the same is done for many functions, in RuleSums.inc.
  @inline(__always)
  fileprivate static func isRounding(
    difference: Double, magnitude: Double, leastSpread: Double, _ half: Double
  ) -> Bool {
    let (most, rounding) = (200 * difference, 25 * Double.ulpOfOne * magnitude)
    return most * most * most < leastSpread * rounding * rounding
      && 2 * rounding < leastSpread
      && .leastNormalMagnitude / (50 * .ulpOfOne) < magnitude * half
  }

  /// QUADPACK's estimate: the difference of the rules, where it is small against the spread to the power of 3/2, and never
  /// below the rounding of the sum.
  static func error(difference: Double, magnitude: Double, spread: Double) -> Double {
    var error = difference
    if spread != 0, difference != 0 {
      let ratio = 200 * difference / spread
      error = ratio < 1 ? spread * ratio * ratio.squareRoot() : spread
    }
    let rounding = 50 * Double.ulpOfOne * magnitude
    return magnitude > .leastNormalMagnitude / (50 * .ulpOfOne) ? max(error, rounding) : error
  }
}
