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
    var first: [MeshPart] = []
    first.reserveCapacity(mesh.parts.count)
    for segment in mesh.parts {
      first.append(try part(segment, &scratch, &evaluations, evaluate))
    }
    var parts = MeshParts(first, components: components, norm: norm, endGaps: table.endGaps)
    var status = Integral.Status.converged
    var idle = 0
    while true {
      let (values, errors) = parts.totals
      let error = norm(errors)
      if isFrozen || error <= tolerance.allowedError(for: norm(values)) {
        if isFrozen && error > tolerance.allowedError(for: norm(values)) { status = .notConverged }
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
      let old = parts[worst]
      let middle = old.segment.lower + (old.segment.upper - old.segment.lower) / 2
      guard old.segment.lower < middle, middle < old.segment.upper else {
        parts.keepWhole(worst)
        continue
      }
      let map = old.segment.map
      let first = try part(
        Mesh.Segment(lower: old.segment.lower, upper: middle, map: map), &scratch, &evaluations,
        evaluate)
      let second = try part(
        Mesh.Segment(lower: middle, upper: old.segment.upper, map: map), &scratch, &evaluations,
        evaluate)
      if !parts.isBroken(worst), isIdle(old, first, second) { idle += 1 }
      parts.replace(worst, by: first, second)
    }
    return parts.result(evaluations, status)
  }

  /// Whether a bisection has changed neither the values nor the errors.
  private func isIdle(_ old: MeshPart, _ first: MeshPart, _ second: MeshPart) -> Bool {
    let new = norm((0..<components).map { first.error($0) + second.error($0) })
    let change = norm((0..<components).map { first.value($0) + second.value($0) - old.value($0) })
    let size = norm((0..<components).map { old.value($0) })
    return new >= 0.99 * old.size && change <= 1e-5 * size
  }

  /// The rule on a segment.
  private func part(
    _ segment: Mesh.Segment, _ scratch: inout Scratch, _ evaluations: inout Int,
    _ evaluate: Evaluate
  ) throws(QuadratureError) -> MeshPart {
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
    evaluations += table.nodes.count
    return try sum(segment, half, &scratch)
  }

  /// The Kronrod sums, and the estimates of their errors.
  private func sum(
    _ segment: Mesh.Segment, _ half: Double, _ scratch: inout Scratch
  ) throws(QuadratureError) -> MeshPart {
    if segment.map != nil { scratch.scale(components) }
    var numbers = [Double](repeating: 0, count: MeshPart.rows * components)
    let (lowest, highest, endGaps) = (table.outermost.low, table.outermost.high, table.endGaps)
    let low = (outer: lowest[0], inner: lowest[1])
    let high = (outer: highest[0], inner: highest[1])
    let weights = table.pairs
    let components = components
    let whole = components - components % Lanes.scalarCount
    var areFinite = true
    unsafe numbers.withUnsafeMutableBufferPointer { numbers in
      unsafe scratch.values.withUnsafeBufferPointer { values in
        guard let numbers = numbers.baseAddress, let values = values.baseAddress else { return }
        func isFinite(_ first: Int, _ count: Int, _ row: (_ node: Int) -> Lanes) -> Bool {
          let sums = RuleSums(weights, half, row)
          var errors = sums.error
          for end in 0..<2 {
            let (outer, inner) =
              end == 0 ? (row(low.outer), row(low.inner)) : (row(high.outer), row(high.inner))
            if any(outer.magnitudes .> MeshPart.growth * inner.magnitudes) {
              errors += MeshPart.endErrors(outer, inner, endGaps, length: 2 * half)
            }
          }
          unsafe sums.value.store(to: numbers + first, count: count)
          unsafe errors.store(to: numbers + components + first, count: count)
          return all(sums.magnitude .<= .greatestFiniteMagnitude)
        }
        for first in stride(from: 0, to: whole, by: Lanes.scalarCount) {
          let four = isFinite(first, Lanes.scalarCount) { node in
            unsafe Lanes(values + node * components + first)
          }
          areFinite = areFinite && four
        }
        if whole < components {
          let count = components - whole
          let rest = isFinite(whole, count) { node in
            unsafe Lanes(values + node * components + whole, count: count)
          }
          areFinite = areFinite && rest
        }
        for index in lowest.indices {
          unsafe (numbers + (2 + index) * components)
            .update(from: values + lowest[index] * components, count: components)
          unsafe (numbers + (2 + lowest.count + index) * components)
            .update(from: values + highest[index] * components, count: components)
        }
      }
    }
    guard areFinite else {
      let culprit = scratch.values.firstIndex { !$0.isFinite } ?? 0
      throw .nonFiniteIntegrand(
        at: scratch.nodes[culprit / components], value: scratch.values[culprit])
    }
    return MeshPart(segment, components: components, numbers, norm: norm)
  }

}
