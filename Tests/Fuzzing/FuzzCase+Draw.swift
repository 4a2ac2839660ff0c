// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport

extension FuzzCase {
  /// The case of this number, always the same.
  ///
  /// - Parameters:
  ///   - index: its number.
  ///   - seed: which sequence it is of.
  ///   - kind: of what kind it is to be; they take turns where none is given.
  package static func draw(_ index: UInt64, seed: UInt64, kind: FuzzKind? = nil) -> FuzzCase {
    let kinds = FuzzKind.allCases
    let kind = kind ?? kinds[Int(index % UInt64(kinds.count))]
    var starts = SeededRandom(seed: seed)
    var random = SeededRandom(seed: starts.next() ^ (index &* 0xD134_2543_DE82_EF95))
    switch kind {
    case .model, .extreme, .truncated, .formula, .many: return random.model(kind)
    case .conjugate: return random.conjugateModel()
    case .divergence, .extremeDivergence, .truncatedDivergence: return random.divergence(kind)
    case .nearlyEqual: return random.nearlyEqual()
    case .barelyFinite: return random.barelyFinite()
    case .mixture: return random.mixtureModel()
    case .mixtureDivergence: return random.mixtureDivergence()
    case .bounds: return random.bounds()
    case .polynomial, .kink, .root, .cusp, .spike, .modes: return random.logJoint(kind)
    }
  }
}
