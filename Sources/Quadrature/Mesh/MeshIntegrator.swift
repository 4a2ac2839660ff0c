// SPDX-License-Identifier: GPL-3.0-or-later

/// Integrates one or several functions on one mesh, by bisecting the segment with the largest error.
///
/// The rule and its estimate of the error are QUADPACK's (QK21 or QK15, QAG); the integrand is asked for all
/// nodes of a segment at once.
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

  /// A segment with what the rule says of it.
  private struct Part {
    let segment: Mesh.Segment
    var values: [Double]
    var errors: [Double]
    /// The norm of the errors; −1 where the segment cannot be bisected.
    var rank: Double
  }

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
    var parts: [Part] = []
    parts.reserveCapacity(mesh.parts.count + 64)
    for segment in mesh.parts {
      parts.append(try part(segment, &scratch, &evaluations, evaluate))
    }
    var status = Integral.Status.converged
    var idle = 0
    while true {
      let (values, errors) = totals(parts)
      let error = norm(errors)
      if isFrozen || error <= tolerance.allowedError(for: norm(values)) {
        if isFrozen && error > tolerance.allowedError(for: norm(values)) { status = .notConverged }
        break
      }
      guard let worst = parts.indices.max(by: { parts[$0].rank < parts[$1].rank }),
        parts[worst].rank > 0, idle <= MeshIntegrator.patience
      else {
        status = .roundoff
        break
      }
      guard parts.count < limit else {
        throw .vectorNotConverged(
          best: result(parts, evaluations, .notConverged),
          reason: "the limit of \(limit) subintervals is used up")
      }
      let old = parts[worst]
      let middle = old.segment.lower + (old.segment.upper - old.segment.lower) / 2
      guard old.segment.lower < middle, middle < old.segment.upper else {
        parts[worst].rank = -1
        continue
      }
      let map = old.segment.map
      let first = try part(
        Mesh.Segment(lower: old.segment.lower, upper: middle, map: map), &scratch, &evaluations,
        evaluate)
      let second = try part(
        Mesh.Segment(lower: middle, upper: old.segment.upper, map: map), &scratch, &evaluations,
        evaluate)
      if isIdle(old, first, second) { idle += 1 }
      parts[worst] = first
      parts.append(second)
    }
    return result(parts, evaluations, status)
  }

  /// Whether a bisection has changed neither the values nor the errors.
  private func isIdle(_ old: Part, _ first: Part, _ second: Part) -> Bool {
    let new = norm(zip(first.errors, second.errors).map(+))
    let change = norm(
      old.values.indices.map { first.values[$0] + second.values[$0] - old.values[$0] })
    return new >= 0.99 * old.rank && change <= 1e-5 * norm(old.values)
  }

  private func totals(_ parts: [Part]) -> (values: [Double], errors: [Double]) {
    var values = [Double](repeating: 0, count: components)
    var errors = values
    for part in parts {
      for component in 0..<components {
        values[component] += part.values[component]
        errors[component] += part.errors[component]
      }
    }
    return (values, errors)
  }

  private func result(
    _ parts: [Part], _ evaluations: Int, _ status: Integral.Status
  ) -> VectorIntegral {
    let (values, errors) = totals(parts)
    return VectorIntegral(
      values: values, errors: errors, evaluations: evaluations, status: status,
      mesh: Mesh(parts: parts.map(\.segment)))
  }

  /// The rule on a segment.
  private func part(
    _ segment: Mesh.Segment, _ scratch: inout Scratch, _ evaluations: inout Int,
    _ evaluate: Evaluate
  ) throws(QuadratureError) -> Part {
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

  /// The Kronrod sums, and QUADPACK's estimates of their errors.
  private func sum(
    _ segment: Mesh.Segment, _ half: Double, _ scratch: inout Scratch
  ) throws(QuadratureError) -> Part {
    var kronrod = [Double](repeating: 0, count: components)
    var gauss = kronrod
    var magnitude = kronrod
    var spread = kronrod
    let isFinite = unsafe scratch.values.withUnsafeMutableBufferPointer { values in
      unsafe kronrod.withUnsafeMutableBufferPointer { kronrod in
        unsafe gauss.withUnsafeMutableBufferPointer { gauss in
          unsafe magnitude.withUnsafeMutableBufferPointer { magnitude in
            unsafe spread.withUnsafeMutableBufferPointer { spread in
              unsafe add(values, scratch.factors, kronrod, gauss, magnitude, spread)
            }
          }
        }
      }
    }
    guard isFinite else {
      let culprit = scratch.values.firstIndex { !$0.isFinite } ?? 0
      throw .nonFiniteIntegrand(
        at: scratch.nodes[culprit / components], value: scratch.values[culprit])
    }
    for component in 0..<components {
      gauss[component] = MeshIntegrator.error(
        difference: abs((kronrod[component] - gauss[component]) * half),
        magnitude: magnitude[component] * half, spread: spread[component] * half)
      kronrod[component] *= half
    }
    return Part(segment: segment, values: kronrod, errors: gauss, rank: norm(gauss))
  }

  /// Multiplies the values by the factors of their nodes, and adds up the two rules, |f| and |f − mean|; false where a value
  /// is not finite.
  private func add(
    _ values: UnsafeMutableBufferPointer<Double>, _ factors: [(Double, Double)],
    _ kronrod: UnsafeMutableBufferPointer<Double>, _ gauss: UnsafeMutableBufferPointer<Double>,
    _ magnitude: UnsafeMutableBufferPointer<Double>, _ spread: UnsafeMutableBufferPointer<Double>
  ) -> Bool {
    for (node, weight) in table.weights.enumerated() {
      let (factor, gaussWeight) = (factors[node], table.gaussWeights[node])
      let row = unsafe UnsafeMutableBufferPointer(
        rebasing: values[node * components..<(node + 1) * components])
      for component in 0..<components {
        let raw = unsafe row[component]
        let value = raw == 0 ? 0 : raw * factor.0 * factor.1
        unsafe row[component] = value
        unsafe kronrod[component] += weight * value
        unsafe gauss[component] += gaussWeight * value
        unsafe magnitude[component] += weight * abs(value)
      }
    }
    for component in 0..<components {
      guard unsafe magnitude[component].isFinite else { return false }
    }
    for (node, weight) in table.weights.enumerated() {
      let row = unsafe UnsafeMutableBufferPointer(
        rebasing: values[node * components..<(node + 1) * components])
      for component in 0..<components {
        unsafe spread[component] += weight * abs(row[component] - kronrod[component] / 2)
      }
    }
    return true
  }

  /// QUADPACK's estimate: the difference of the rules, where it is small against the spread to the power of 3/2, and never
  /// below the rounding of the sum.
  private static func error(difference: Double, magnitude: Double, spread: Double) -> Double {
    var error = difference
    if spread != 0, difference != 0 {
      let ratio = 200 * difference / spread
      error = ratio < 1 ? spread * ratio * ratio.squareRoot() : spread
    }
    let rounding = 50 * Double.ulpOfOne * magnitude
    return magnitude > .leastNormalMagnitude / (50 * .ulpOfOne) ? max(error, rounding) : error
  }
}
