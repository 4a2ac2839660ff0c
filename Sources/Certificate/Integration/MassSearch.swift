// SPDX-License-Identifier: GPL-3.0-or-later

internal import Distributions

/// Finds where ∫ f eᵍ has its mass, wherever that is, and integrates there: the rest is bounded.
///
/// The tails of each piece are bounded by formula. What is between is halved, the interval with the
/// largest bound first, until what is left can be neglected or varies little.
struct MassSearch {
  private let integrands: [Integrand]
  private let goal: Int
  private let reach: Double
  private let budget: Budget
  private var precision: Precision

  private var open = Heap()
  private var accepted: [Panel] = []
  private var tails: [Tail] = []
  /// The logarithm of what the largest integral over a panel is about.
  private var best = Ball.minusInfinity

  /// The tail of a piece.
  private struct Tail {
    let piece: Int
    let isOuter: Bool
    var s: Ball
    var value: Bounds
    var step: Double
  }

  /// As far as this a start is looked for that shows quickly.
  private static let quickStart = 0x1p6

  /// As far as this tails are bounded quickly.
  private static let quickSteps = 0x1p10

  /// The exponent has to be known to so much at a point.
  private static let mostUncertain = Ball(8)

  /// The exponent may vary by so much where panels are left to the integrator.
  private static let variation = Ball(24)

  /// - Parameter reach: how far out the start of a tail is looked for.
  init(
    _ integrands: [Integrand], goal: Int, reach: Double, precision: Precision, budget: Budget
  ) {
    (self.integrands, self.goal, self.reach, self.budget) = (integrands, goal, reach, budget)
    self.precision = precision
  }

  /// The integral.
  ///
  /// - Throws: ``CertificateError``; the integral may be infinite.
  mutating func run() throws -> Ball {
    try start()
    try cover()
    while try extendTails() { try cover() }
    var total = neglected
    for tail in tails { total = precision.sum(total, ball(tail.value)) }
    let tolerance = precision.exp(precision.difference(best, Ball(Double(goal) * 0.7 + 3)))
    for (piece, s) in runs {
      try budget.check()
      // Where a piece ends is known as a ball, which both pieces that meet there share.
      let end = integrands[piece].piece.end.flatMap {
        precision.upper($0).isIdentical(to: s.upper) ? $0 : nil
      }
      let part = integrands[piece].integral(
        from: s.lower, to: end ?? s.upper, tolerance: tolerance, goal: goal)
      total = precision.sum(total, part)
    }
    return total
  }

  private func ball(_ bounds: Bounds) -> Ball { precision.hull(bounds.lower, bounds.upper) }

  /// Bounds all tails, and opens what is between.
  ///
  /// - Throws: ``CertificateError/infinite(isPositive:_:)`` where some tails are infinite, all with one
  ///   sign, and the others finite; ``CertificateError/nonexistent(_:)`` where the signs differ.
  private mutating func start() throws {
    var signs: [Bool: String] = [:]
    for (index, integrand) in integrands.enumerated() {
      let top = integrand.piece.end.map(precision.upper)
      let first = top.map { precision.rounded(precision.difference($0, .one)) } ?? Ball(-0.5)
      var ends: [Ball] = []
      for isOuter in top == nil ? [false, true] : [false] {
        do {
          let tail = try firstTail(index, isOuter: isOuter, from: isOuter ? Ball(0.5) : first)
          tails.append(tail)
          ends.append(tail.s)
        } catch CertificateError.infinite(let isPositive, let reason) {
          signs[isPositive] = reason
        }
      }
      guard signs.isEmpty, let lower = ends.first else { continue }
      let cuts = [lower, first] + (top.map { [$0] } ?? [Ball(0.5)] + ends.dropFirst())
      for (a, b) in zip(cuts, cuts.dropFirst()) where a < b { push(index, Bounds(a, b)) }
    }
    guard let (isPositive, reason) = signs.first else { return }
    guard signs.count == 1 else {
      throw CertificateError.nonexistent(
        "it is infinite with one sign in one tail, and with the other in another")
    }
    throw CertificateError.infinite(isPositive: isPositive, reason)
  }

  private func firstTail(_ index: Int, isOuter: Bool, from s: Ball) throws -> Tail {
    // Where it falls a little farther out, that is found long before the narrow bound shows that it does not here.
    for isQuick in [true, false] {
      var tail = Tail(piece: index, isOuter: isOuter, s: s, value: .wholeLine, step: 1)
      repeat {
        if let value = try value(of: tail, isQuick: isQuick) {
          tail.value = value
          return tail
        }
        try budget.check()
      } while advance(&tail) && !(isQuick && tail.step >= MassSearch.quickStart)
    }
    throw CertificateError.undecided("whether the integral is finite was not decided")
  }

  private func value(of tail: Tail, isQuick: Bool) throws -> Bounds? {
    try integrands[tail.piece].tail(beyond: tail.s, outer: tail.isOuter, isQuick: isQuick)
  }

  /// Moves the start of a tail outwards, twice as far each time.
  private func advance(_ tail: inout Tail) -> Bool {
    tail.step *= 2
    let step = Ball(tail.isOuter ? tail.step : -tail.step)
    tail.s = precision.rounded(precision.sum(tail.s, step)).midpoint
    return tail.step < reach
  }

  private mutating func push(_ piece: Int, _ s: Bounds) {
    let panel = integrands[piece].panel(s, piece: piece)
    if best < panel.size { best = panel.size }
    open.insert(panel)
  }

  /// Halves panels until all that are open can be neglected.
  private mutating func cover() throws {
    var count = 0
    while let panel = open.first {
      // That many panels together are no more than the tolerance.
      let least = precision.difference(best, Ball(Double(goal) * 0.7 + 16))
      if panel.upper <= least { break }
      open.removeFirst()
      if panel.variation <= MassSearch.variation {
        accepted.append(panel)
        continue
      }
      if MassSearch.mostUncertain < panel.uncertainty, !(panel.atMiddle <= least) {
        throw CertificateError.imprecise(bits: panel.missingBits(precision))
      }
      count += 1
      if count.isMultiple(of: 64) { try budget.check() }
      guard count < 60_000 else {
        throw CertificateError.budget("the mass was not found in \(count) steps")
      }
      let middle = integrands[panel.piece].middle(of: panel.s)
      guard panel.s.lower < middle, middle < panel.s.upper else {
        throw CertificateError.undecided("the integrand varies within the last digits of z")
      }
      push(panel.piece, Bounds(panel.s.lower, middle))
      push(panel.piece, Bounds(middle, panel.s.upper))
    }
  }

  /// Moves on tails that are too wide; whether there was one.
  private mutating func extendTails() throws -> Bool {
    for tail in tails {
      let size = precision.apply(.magnitude, tail.value).lower
      if size.isPositive, best < precision.lower(precision.log(size)) {
        best = precision.lower(precision.log(size))
      }
    }
    let tolerance = precision.difference(best, Ball(Double(goal) * 0.7 + 3))
    var hasChanged = false
    for index in tails.indices {
      var tail = tails[index]
      let width = precision.difference(tail.value.upper, tail.value.lower)
      guard width.isPositive, !(precision.log(width) < tolerance) else { continue }
      try budget.check()
      let old = tail.s
      guard advance(&tail) else {
        throw CertificateError.undecided("the tail was not bounded")
      }
      // What falls slowly needs the narrower bound.
      let quick = tail.step < MassSearch.quickSteps ? try value(of: tail, isQuick: true) : nil
      guard let value = try quick ?? value(of: tail, isQuick: false) else {
        throw CertificateError.undecided("the tail was not bounded")
      }
      tail.value = value
      tails[index] = tail
      push(tail.piece, tail.isOuter ? Bounds(old, tail.s) : Bounds(tail.s, old))
      hasChanged = true
    }
    return hasChanged
  }

  /// What the panels that are left open may hold.
  private var neglected: Ball {
    let error = open.panels.reduce(Ball.zero) { precision.sum($0, precision.exp($1.upper)) }
    return precision.widened(.zero, by: precision.upper(error))
  }

  /// The accepted panels, neighbours joined.
  private var runs: [(piece: Int, s: Bounds)] {
    let sorted = accepted.sorted {
      $0.piece != $1.piece ? $0.piece < $1.piece : $0.s.lower < $1.s.lower
    }
    var runs: [(piece: Int, s: Bounds)] = []
    for panel in sorted {
      if let last = runs.last, last.piece == panel.piece,
        last.s.upper.isIdentical(to: panel.s.lower)
      {
        runs[runs.count - 1].s = Bounds(last.s.lower, panel.s.upper)
      } else {
        runs.append((panel.piece, panel.s))
      }
    }
    return runs
  }
}

/// Panels, the one with the largest bound first.
private struct Heap {
  private(set) var panels: [Panel] = []

  var first: Panel? { panels.first }

  private func precedes(_ i: Int, _ j: Int) -> Bool { panels[j].upper < panels[i].upper }

  mutating func insert(_ panel: Panel) {
    panels.append(panel)
    var child = panels.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      panels.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() {
    guard let last = panels.popLast(), !panels.isEmpty else { return }
    panels[0] = last
    var parent = 0
    while true {
      var next = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < panels.count {
        if precedes(child, next) { next = child }
      }
      if next == parent { return }
      panels.swapAt(parent, next)
      parent = next
    }
  }
}
