// SPDX-License-Identifier: GPL-3.0-or-later

/// Integrates one or several functions on one mesh, by bisecting the segment with the largest error.
///
/// The rule is QUADPACK's (QK21 or QK15), the integrand is asked for all nodes of a segment at once. A segment that stands alone is
/// given 61 points, where allowed, before it is bisected: a smooth function needs no more. The estimate of the
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
  /// Whether a segment that stands alone may have 61 points.
  var mayRefine = false

  /// The relative error below which more points are worth trying.
  private static let smooth = 0.1
  /// How near to each other, in units of the last place, the ends of a segment are where its nodes are rounded, and how many such
  /// units the integrand may be off by there.
  private static let (crowded, roundings) = (256.0, 16.0)

  /// How often bisecting may change nothing before the rest is taken for rounding.
  private static let patience = 10

  /// The memory of one evaluation.
  private struct Scratch {
    var nodes: [Double]
    /// |dz/du|, or two factors of it where it overflows; not looked at where z is u.
    var factors: [(Double, Double)]
    var values: [Double]

    init(_ table: GaussKronrodTable, _ components: Int) {
      let count = table.nodes.count
      nodes = [Double](repeating: 0, count: count)
      factors = [(Double, Double)](repeating: (1, 1), count: count)
      values = [Double](repeating: 0, count: count * components)
    }

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
    var scratch = Scratch(table, components)
    var fineScratch: Scratch?
    var evaluations = 0
    func rule(
      _ segment: Mesh.Segment, _ numbers: UnsafeMutablePointer<Double>
    ) throws(QuadratureError) {
      guard segment.isFine else {
        try unsafe apply(table, segment, &scratch, numbers, evaluate)
        evaluations += table.nodes.count
        return
      }
      var fine = fineScratch.take() ?? Scratch(.points61, components)
      try unsafe apply(.points61, segment, &fine, numbers, evaluate)
      evaluations += fine.nodes.count
      fineScratch = fine
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
      if mayRefine, parts.isSmooth(worst, below: MeshIntegrator.smooth * value) {
        try unsafe parts.refine(worst, rule)
        continue
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
    _ table: GaussKronrodTable, _ segment: Mesh.Segment, _ scratch: inout Scratch,
    _ numbers: UnsafeMutablePointer<Double>,
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
      unsafe values.baseAddress.map { unsafe sum(table, segment, $0, half, numbers) } ?? true
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
    _ table: GaussKronrodTable, _ segment: Mesh.Segment, _ values: UnsafePointer<Double>,
    _ half: Double, _ numbers: UnsafeMutablePointer<Double>
  ) -> Bool {
    let (low, high) = table.outermost
    let findings = unsafe table.sums(values, components, half, into: numbers)
    let errors = unsafe numbers + MeshPart.errorRow * components
    if findings.growsAtAnEnd {
      for nodes in [low, high] {
        unsafe MeshPart.addEndErrors(
          values + nodes[0] * components, values + nodes[1] * components, table.endGaps,
          length: 2 * half, to: errors, components)
      }
    }
    // The last digits of z: next to a root or a jump the nodes are no nearer than these.
    let spacing = max(abs(segment.lower), abs(segment.upper)).ulp
    if segment.map == nil, 2 * half < MeshIntegrator.crowded * spacing {
      for index in 0..<components {
        unsafe errors[index] +=
          MeshIntegrator.roundings * spacing
          * max(abs(values[low[0] * components + index]), abs(values[high[0] * components + index]))
      }
    }
    for index in low.indices {
      unsafe (numbers + (MeshPart.lowRow + index) * components)
        .update(from: values + low[index] * components, count: components)
      unsafe (numbers + (MeshPart.highRow + index) * components)
        .update(from: values + high[index] * components, count: components)
    }
    return findings.isFinite
  }
}
