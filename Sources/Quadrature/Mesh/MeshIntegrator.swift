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

  /// The share of the other differences that the difference of the two rules is taken for at the least: between smooth
  /// functions, whose difference falls by more than this with a degree, are no digits left.
  private static let luck = 0.25

  /// The memory of one evaluation.
  private struct Scratch {
    var nodes: [Double]
    /// |dz/du|, or two factors of it where it overflows.
    var factors: [(Double, Double)]
    var values: [Double]
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
    let new = norm(zip(first.errors, second.errors).map(+))
    let change = norm(
      old.values.indices.map { first.values[$0] + second.values[$0] - old.values[$0] })
    return new >= 0.99 * norm(old.errors) && change <= 1e-5 * norm(old.values)
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
        scratch.factors[index] = (1, 1)
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
    var sums = RuleSums(components: components)
    let isFinite = unsafe scratch.values.withUnsafeMutableBufferPointer { values in
      unsafe sums.add(values, scratch.factors, table)
    }
    guard isFinite else {
      let culprit = scratch.values.firstIndex { !$0.isFinite } ?? 0
      throw .nonFiniteIntegrand(
        at: scratch.nodes[culprit / components], value: scratch.values[culprit])
    }
    var values = [Double](repeating: 0, count: components)
    var errors = values
    for component in 0..<components {
      let difference = abs(sums.kronrod(component) - sums.gauss(component))
      values[component] = sums.kronrod(component) * half
      errors[component] = PanelSums.error(
        difference: max(difference, MeshIntegrator.luck * sums.null(component)) * half,
        magnitude: sums.magnitude(component) * half, spread: sums.spread(component) * half)
    }
    func end(_ nodes: [Int]) -> [[Double]] {
      nodes.map { Array(scratch.values[$0 * components..<($0 + 1) * components]) }
    }
    let (low, high) = (end(table.outermost.low), end(table.outermost.high))
    let distances = table.endGaps.map { $0 * 2 * half }
    for component in 0..<components {
      for end in [low, high] {
        errors[component] += MeshPart.endError(end, component, distances)
      }
    }
    return MeshPart(segment: segment, values: values, errors: errors, low: low, high: high)
  }
}
