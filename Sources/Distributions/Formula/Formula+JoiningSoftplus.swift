// SPDX-License-Identifier: GPL-3.0-or-later

extension Formula {
  /// The same with log(1 + eᵘ) and log(1 + e⁻ᵘ) = log(1 + eᵘ) − u as one function, for values: a row of a logistic
  /// regression, −x log(1 + e⁻ᵘ) − (1 − x) log(1 + eᵘ), is x u − log(1 + eᵘ).
  var joiningSoftplus: Formula {
    let terms = GatheredSum(joined).parts.map { part in
      part.contains(\.isSoftplus) ? GatheredSum(part).expanded.formula : part
    }
    return GatheredSum(.total(of: terms)).formula
  }

  private var isSoftplus: Bool {
    if case .function(.softplus, _) = self { true } else { false }
  }

  private var joined: Formula {
    let formula = rebuilt { $0.joined }
    guard case .function(.softplus, let u) = formula else { return formula }
    let sum = GatheredSum(u)
    guard let first = sum.terms.first else { return formula }
    guard first.coefficient.head < 0 else { return sum.formula.applying(.softplus) }
    let opposite = GatheredSum(-u).formula
    return opposite.applying(.softplus) - opposite
  }
}
