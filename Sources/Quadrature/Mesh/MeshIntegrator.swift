// SPDX-License-Identifier: GPL-3.0-or-later

/// Integrates one or several functions on one mesh, by bisecting the segment with the largest error.
///
/// The rule is QUADPACK's (QK21 or QK15), the integrand is asked for all nodes of a segment at once. The estimate of the
/// error is QUADPACK's too, where two more differences confirm it; a jump between the outermost nodes of two segments,
/// which neither sees, is an error of both.
struct MeshIntegrator {
  /// Fills in the values at the nodes: component by component for the first node, then for the next.
  typealias Evaluate = (_ nodes: Span<Double>, _ values: inout MutableSpan<Double>) -> Void

  let components: Int
  let norm: VectorNorm
  let tolerance: Tolerance
  let limit: Int
  let table: GaussKronrodTable

  /// How often bisecting may change nothing before the rest is taken for rounding.
  private static let patience = 10

  /// The memory of one evaluation.
  private struct Scratch {
    var nodes: [Double]
    /// |dz/du|, or two factors of it where it overflows; not looked at where z is u.
    var factors: [(Double, Double)]
    var values: [Double]

    /// Multiplies the values by the factors of their nodes.
    mutating func scale(_ components: Int) {
      for node in nodes.indices {
        for index in node * components..<(node + 1) * components where values[index] != 0 {
          values[index] = values[index] * factors[node].0 * factors[node].1
        }
      }
    }
  }

  /// The integrals over a mesh.
  ///
  /// - Parameters:
  ///   - mesh: where to begin.
  ///   - isFrozen: whether the mesh is left as it is.
  ///   - evaluate: the integrand.
  func integrate(
    over mesh: Mesh, isFrozen: Bool, _ evaluate: Evaluate
  ) throws(QuadratureError) -> VectorIntegral {
    let count = table.nodes.count
    var scratch = Scratch(
      nodes: [Double](repeating: 0, count: count),
      factors: [(Double, Double)](repeating: (1, 1), count: count),
      values: [Double](repeating: 0, count: count * components))
    var evaluations = 0
    func rule(
      _ segment: Mesh.Segment, _ numbers: UnsafeMutablePointer<Double>
    ) throws(QuadratureError) {
      try unsafe apply(segment, &scratch, numbers, evaluate)
      evaluations += count
    }
    var parts = try unsafe MeshParts(
      mesh.parts, components: components, norm: norm, endGaps: table.endGaps, rule)
    var status = Integral.Status.converged
    var idle = 0
    while true {
      let (value, error) = parts.sum()
      if isFrozen || error <= tolerance.allowedError(for: value) {
        if isFrozen && error > tolerance.allowedError(for: value) { status = .notConverged }
        break
      }
      guard let worst = parts.worst, idle <= MeshIntegrator.patience else {
        status = .roundoff
        break
      }
      guard parts.count < limit else {
        throw .vectorNotConverged(
          best: parts.result(evaluations, .notConverged),
          reason: "the limit of \(limit) subintervals is used up")
      }
      let old = parts.segments[worst]
      let middle = old.lower + (old.upper - old.lower) / 2
      guard old.lower < middle, middle < old.upper else {
        parts.keepWhole(worst)
        continue
      }
      let isBroken = parts.isBroken(worst)
      if try unsafe parts.bisect(worst, at: middle, rule), !isBroken { idle += 1 }
    }
    return parts.result(evaluations, status)
  }

  /// Applies the rule to a segment.
  private func apply(
    _ segment: Mesh.Segment, _ scratch: inout Scratch, _ numbers: UnsafeMutablePointer<Double>,
    _ evaluate: Evaluate
  ) throws(QuadratureError) {
    let centre = 0.5 * (segment.lower + segment.upper)
    let half = 0.5 * (segment.upper - segment.lower)
    for (index, node) in table.nodes.enumerated() {
      let u = centre + half * node
      if let map = segment.map {
        let image = map(u)
        scratch.nodes[index] = image.z
        scratch.factors[index] = image.derivative.isFinite ? (image.derivative, 1) : image.factors
      } else {
        scratch.nodes[index] = u
      }
    }
    let nodes = scratch.nodes
    var span = scratch.values.mutableSpan
    evaluate(nodes.span, &span)
    if segment.map != nil { scratch.scale(components) }
    let areFinite = unsafe scratch.values.withUnsafeBufferPointer { values in
      unsafe values.baseAddress.map { unsafe sum($0, half, numbers) } ?? true
    }
    guard areFinite else {
      let culprit = scratch.values.firstIndex { !$0.isFinite } ?? 0
      throw .nonFiniteIntegrand(
        at: scratch.nodes[culprit / components], value: scratch.values[culprit])
    }
  }

  /// The Kronrod sums, the estimates of their errors, and the values at the ends.
  ///
  /// - Returns: whether all of them are finite.
  private func sum(
    _ values: UnsafePointer<Double>, _ half: Double, _ numbers: UnsafeMutablePointer<Double>
  ) -> Bool {
    let (components, weights, endGaps) = (components, table.pairs, table.endGaps)
    let (low, high) = table.outermost
    let (lowest, highest) = ((outer: low[0], inner: low[1]), (outer: high[0], inner: high[1]))
    @inline(__always)
    func isFinite(_ first: Int, _ count: Int, _ row: (_ node: Int) -> Lanes) -> Bool {
      let sums = RuleSums(weights, half, row)
      var errors = sums.error
      for end in 0..<2 {
        let nodes = end == 0 ? lowest : highest
        let (outer, inner) = (row(nodes.outer), row(nodes.inner))
        if Lanes.isAnyAbove(outer.magnitudes, MeshPart.growth * inner.magnitudes, .zero) {
          errors += MeshPart.endErrors(outer, inner, endGaps, length: 2 * half)
        }
      }
      unsafe sums.value.store(to: numbers + first, count: count)
      unsafe errors.store(to: numbers + components + first, count: count)
      return sums.isFinite
    }
    var areFinite = true
    let whole = components - components % Lanes.scalarCount
    for first in stride(from: 0, to: whole, by: Lanes.scalarCount) {
      let four = isFinite(first, Lanes.scalarCount) { node in
        unsafe Lanes(values + (node &* components &+ first))
      }
      areFinite = areFinite && four
    }
    if whole < components {
      let count = components - whole
      let rest = isFinite(whole, count) { node in
        unsafe Lanes(values + (node &* components &+ whole), count: count)
      }
      areFinite = areFinite && rest
    }
    for index in low.indices {
      unsafe (numbers + (MeshPart.lowRow + index) * components)
        .update(from: values + low[index] * components, count: components)
      unsafe (numbers + (MeshPart.highRow + index) * components)
        .update(from: values + high[index] * components, count: components)
    }
    return areFinite
  }
}
