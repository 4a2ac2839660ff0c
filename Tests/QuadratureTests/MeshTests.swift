// SPDX-License-Identifier: GPL-3.0-or-later

import CSums
import Foundation
import Quadrature
import TestSupport
import Testing

/// Several integrals on one mesh.
@Suite struct MeshTests {
  @Test(arguments: [SuspicionResponse.report, .ignore])
  func momentsOfAnExponentialAreFactorials(_ response: SuspicionResponse) throws {
    let moments = try integrate(
      from: 0, to: .infinity, components: 8, onSuspicion: response
    ) { z, values in
      var product = exp(-z)
      for power in 0..<8 {
        values[power] = product
        product *= z
      }
    }
    var factorial = 1.0
    for power in 0..<8 {
      if power > 0 { factorial *= Double(power) }
      #expect(abs(moments.values[power] - factorial) <= 1e-9 * 5040, "\(moments)")
      #expect(abs(moments.values[power] - factorial) <= moments.errors[power] + 1e-10 * factorial)
    }
    #expect(moments.status == .converged && moments.mesh.count > 1)
  }

  /// One evaluation serves all components: 64 moments take no more than the hardest of them.
  @Test func manyMomentsTakeTheEvaluationsOfOne() throws {
    let all = try integrate(from: 0, to: 1, components: 64, onSuspicion: .ignore) { z, values in
      var product = exp(-z * z)
      for power in 0..<64 {
        values[power] = product
        product *= z
      }
    }
    let last = try integrate(from: 0, to: 1, onSuspicion: .ignore) { z in
      exp(-z * z) * pow(z, 63)
    }
    #expect(all.evaluations <= last.evaluations)
  }

  static let functions: [(String, @Sendable (Double) -> Double)] = [
    ("bell", { exp(-$0 * $0) }), ("tiny", { 1e-290 * exp($0) }), ("huge", { 1e300 * exp(-$0) }),
    ("subnormal", { exp($0 - 714) }), ("constant", { _ in 3 }), ("zero", { _ in 0 }),
    ("nearly constant", { 1 + 1e-13 * $0 }), ("power", { pow($0, 63) }), ("negative", { -exp($0) }),
    ("of both signs", { $0 - 0.3 }), ("root", { $0.squareRoot() }),
    ("noise", { 1 + 1e-15 * cos(1e5 * $0) }),
  ]

  /// Four functions are summed together, and from a glance at them may be known to be exact but for rounding. That is to change
  /// nothing: beside a function that is not smooth, where nothing is known at a glance, the errors are the same.
  @Test(arguments: functions.indices)
  func aGlanceChangesNoError(_ index: Int) throws {
    let (name, function) = MeshTests.functions[index]
    let mesh = try integrate(from: 0, to: 1, components: 1, onSuspicion: .ignore) { z, values in
      values[0] = exp(-z)
    }.mesh
    let alone = try integrate(over: mesh, isFrozen: true, components: 1) { z, values in
      values[0] = function(z)
    }
    let beside = try integrate(over: mesh, isFrozen: true, components: 4) { z, values in
      values[0] = -abs(z - 0.4)
      values[1] = 1
      values[2] = function(z)
      values[3] = cos(50 * z)
    }
    #expect(alone.values[0] == beside.values[2], "\(name)")
    #expect(alone.errors[0] == beside.errors[2], "\(name)")
  }

  @Test func complexIntegralsHaveTwoParts() throws {
    let wave = try integrate(from: 0, to: .pi / 2, complex: { z in (cos(z), sin(z)) })
    #expect(abs(wave.values[0] - 1) <= 1e-13 && abs(wave.values[1] - 1) <= 1e-13)
  }

  @Test func pointsAreEvaluatedTogether() throws {
    var (calls, count) = (0, 0)
    let bell = try integrate(from: -.infinity, to: .infinity, onSuspicion: .ignore) {
      points, values in
      calls += 1
      count += points.count
      for index in points.indices { values[index] = exp(-points[index] * points[index]) }
    }
    #expect(abs(bell.values[0] - Double.pi.squareRoot()) <= bell.errors[0] + 1e-14)
    #expect(count == bell.evaluations && calls * 21 <= count)
  }

  /// What stands alone and is smooth is given more points before it is bisected, and has them on the mesh too.
  @Test func aSmoothSegmentIsGivenMorePoints() throws {
    func fill(_ z: Double, _ values: inout MutableSpan<Double>) {
      for power in 0..<64 { values[power] = exp(-z * z) * pow(z, Double(power)) }
    }
    let moments = try integrate(from: 0, to: 1, components: 64, onSuspicion: .ignore) {
      fill($0, &$1)
    }
    #expect(moments.evaluations == 21 + 61 && moments.mesh.count == 1)
    let again = try integrate(over: moments.mesh, isFrozen: true, components: 64) {
      fill($0, &$1)
    }
    #expect(again.values == moments.values && again.errors == moments.errors)
    let kink = 0.37123
    let sides = try integrate(over: moments.mesh, components: 1) { z, values in
      values[0] = abs(z - kink)
    }
    let truth = (kink * kink + (1 - kink) * (1 - kink)) / 2
    #expect(sides.mesh.count > 1 && abs(sides.values[0] - truth) <= sides.errors[0])
  }

  /// Beside a root that is not at 0 nodes are no nearer than the last digits of z: what lies between is in the error.
  @Test(arguments: [0.3, 1, 100.7], [0.5, 0.8])
  func whatRoundingHidesIsInTheError(_ place: Double, _ power: Double) {
    func integral() throws -> VectorIntegral {
      try integrate(from: place - 0.4, to: place + 1, components: 1) { z, values in
        values[0] = z <= place ? 0 : pow(z - place, -power)
      }
    }
    // The truth is that of the length from the place, which is a double, to the end, which is another.
    let truth = pow((place + 1) - place, 1 - power) / (1 - power)
    guard let integral = try? integral() else { return }
    #expect(abs(integral.values[0] - truth) <= integral.errors[0], "\(integral)")
  }

  /// However many lanes the processor has, the sums are the same, to the last bit.
  @Test func allWidthsOfLanesGiveTheSameBits() {
    var source = SeededRandom(seed: 64)
    let weights = (0..<10).map { pair in
      csums_weights(
        kronrod: source.uniform(), gauss: pair < 5 ? source.uniform() : 0,
        even: source.uniform() - 0.5, odd: source.uniform() - 0.5)
    }
    unsafe weights.withUnsafeBufferPointer { weights in
      var rule = unsafe csums_rule(
        pairs: weights.baseAddress, centre: weights[7], nodes: 21, gauss_end: 11, lowest: (19, 3),
        highest: (20, 4), luck: 0.25, growth: 2)
      for functions in 1...20 {
        for kind in 0..<3 {
          let values = (0..<21 * functions).map { index in
            switch kind {
            case 0: source.uniform()
            case 1: source.uniform() - 0.5
            default: index == 30 ? .infinity : 1 + 1e-16 * Double(index)
            }
          }
          func sums(_ level: Int32) -> (finding: Int32, bits: [UInt64]) {
            var numbers = [Double](repeating: 0, count: 2 * functions)
            let finding = unsafe numbers.withUnsafeMutableBufferPointer { numbers in
              guard let start = numbers.baseAddress else { return Int32(-1) }
              return unsafe csums_panel(
                level, &rule, values, functions, 0.3, start, start + functions)
            }
            return (finding, numbers.map { $0.isNaN ? 0 : $0.bitPattern })
          }
          let plain = sums(0)
          for level in 0...csums_level() {
            let wide = sums(level)
            #expect(
              plain.finding == wide.finding && plain.bits == wide.bits, "\(level), \(functions)")
          }
        }
      }
    }
  }

  /// ∫ exp(−½(z/s)²) over ±6, on the mesh of s = 1: smooth in s, and refined where that is asked for.
  @Test func aMeshServesOtherIntegrands() throws {
    func bell(_ s: Double, on mesh: Mesh? = nil, isFrozen: Bool = false) throws -> VectorIntegral {
      let integrand = { (z: Double, values: inout MutableSpan<Double>) in
        values[0] = exp(-0.5 * (z / s) * (z / s))
      }
      guard let mesh else {
        return try integrate(
          from: -6, to: 6, components: 1, onSuspicion: .ignore, integrand)
      }
      return try integrate(over: mesh, isFrozen: isFrozen, components: 1, integrand)
    }
    let first = try bell(1)
    #expect(first.mesh.segments.first?.lower == -6 && first.mesh.segments.last?.upper == 6)
    let frozen = try bell(0.01, on: first.mesh, isFrozen: true)
    #expect(frozen.mesh == first.mesh && frozen.status == .notConverged)
    let refined = try bell(0.01, on: first.mesh)
    #expect(refined.mesh.count > first.mesh.count)
    #expect(abs(refined.values[0] - 0.01 * (2 * Double.pi).squareRoot()) <= 1e-12)
    for step in -3...3 {
      let s = 1 + 1e-4 * Double(step)
      let truth = s * (2 * Double.pi).squareRoot() * erf(6 / s / 2.0.squareRoot())
      #expect(abs(try bell(s, on: first.mesh, isFrozen: true).values[0] - truth) <= 1e-12)
    }
  }

  @Test func segmentsOfInfiniteIntervalsReachToInfinity() throws {
    let line = try integrate(
      from: -.infinity, to: .infinity, components: 1, onSuspicion: .ignore
    ) { z, values in values[0] = 1 / (1 + z * z) }
    #expect(line.mesh.segments.first?.lower == -.infinity)
    #expect(line.mesh.segments.last?.upper == .infinity)
    for (before, after) in zip(line.mesh.segments, line.mesh.segments.dropFirst()) {
      #expect(abs(before.upper - after.lower) <= 1e-12 * max(1, abs(after.lower)))
    }
  }

  @Test func whatIsAskedForWronglyIsAnError() {
    #expect(throws: QuadratureError.self) {
      _ = try integrate(from: 0, to: 1, components: 0) { _, _ in }
    }
    #expect(throws: QuadratureError.self) {
      _ = try integrate(from: 1, to: 0, components: 1) { _, _ in }
    }
    #expect(throws: QuadratureError.self) {
      _ = try integrate(from: 0, to: 1, components: 1) { _, values in values[0] = .nan }
    }
    let error = #expect(throws: QuadratureError.self) {
      _ = try integrate(from: 0, to: 1, components: 1, limit: 100) { z, values in
        values[0] = sin(1e6 * z) * sin(1e6 * z)
      }
    }
    guard case .vectorNotConverged(let best, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(best.status == .notConverged && best.values.count == 1)
  }

  /// Kinks between an edge and the node below it: the part above was bisected for them until its slopes were rounding.
  @Test(arguments: [
    (0.5250826524053265, 0.14195090312318054), (0.46009310511425616, 0.008691098038059739),
  ])
  func aKinkBesideAnEdgeIsRefinedOnItsSide(_ place: Double, _ width: Double) throws {
    let found = try integrate(from: 0, to: 1, components: 2) { z, values in
      values[0] = max(0, 1 - abs(z - place) / width)
      values[1] = exp(-abs(z - place) / width)
    }
    let truths = [
      width, -width * (expm1(-place / width) + expm1(-(1 - place) / width)),
    ]
    for (index, truth) in truths.enumerated() {
      #expect(
        abs(found.values[index] - truth) <= max(found.errors[index], 1e-10 * truth), "\(found)")
    }
  }

  /// Jumps, kinks and roots, inside of segments and between the outermost nodes of two: errors hold, together and alone.
  @Test func errorsHoldWhereTheIntegrandsAreNotSmooth() {
    var source = SeededRandom(seed: 1811)
    func between(_ a: Double, _ b: Double) -> Double { a + (b - a) * source.uniform() }
    for _ in 0..<400 {
      let place = between(0.002, 0.998)
      let (width, power) = (between(0.002, 0.1), between(0.05, 0.9))
      let (count, shift) = (Double(Int(between(2, 42))), between(0, 1))
      // ∫ ⌊count·z + shift⌋, whose jumps are at (j − shift)/count.
      let steps = (1...Int(count)).reduce(0) { $0 + 1 - (Double($1) - shift) / count }
      func half(_ reach: Double) -> Double {
        let part = min(reach / width, 1)
        return width * (part - part * part / 2)
      }
      let truths = [
        1 - place, (place * place + (1 - place) * (1 - place)) / 2, half(place) + half(1 - place),
        (pow(place, 1 - power) + pow(1 - place, 1 - power)) / (1 - power), 1 / (1 - power), steps,
      ]
      guard
        let found = try? integrate(
          from: 0, to: 1, components: 6,
          { z, values in
            values[0] = z < place ? 0 : 1
            values[1] = abs(z - place)
            values[2] = max(0, 1 - abs(z - place) / width)
            values[3] = pow(abs(z - place), -power)
            values[4] = pow(z, -power)
            values[5] = (count * z + shift).rounded(.down)
          })
      else { continue }
      let size = truths.reduce(0, max)
      for (index, truth) in truths.enumerated() {
        let allowed = max(found.errors[index], 1e-10 * size) + 1e-13 * size
        #expect(
          abs(found.values[index] - truth) <= allowed,
          "\(index): \(place), \(width), \(power), \(count), \(shift)")
      }
    }
  }
}
