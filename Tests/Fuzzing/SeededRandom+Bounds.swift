// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport

extension SeededRandom {
  /// A model of any kind with a q.
  mutating func bounds() -> FuzzCase {
    while true {
      let fuzzCase =
        switch pick([FuzzKind.model, .model, .truncated, .formula, .many, .conjugate, .mixture]) {
        case .conjugate: conjugateModel()
        case .mixture: mixtureModel()
        case let kind: model(kind)
        }
      if let q = fuzzCase.family { return FuzzCase(.bounds, fuzzCase.subject, family: q) }
    }
  }
}
