// SPDX-License-Identifier: GPL-3.0-or-later

import Certificate
import Distributions
import Quadrature
import VariationalGap

/// What `certify` shows of a model and a q: each number as a proof encloses it, and as the engine has it.
struct CertificateReport {
  /// A number, by both.
  struct Row {
    /// The name of its columns.
    let field: String
    /// The name for people.
    let name: String
    let proof: CertifiedQuantity
    /// What the engine says; `nil` where it says nothing.
    let engine: Quantity?

    /// Whether the engine's bound holds; `nil` where it gives none.
    var verdict: CertifiedVerdict? { engine.map { proof.judge($0) } }
  }

  let model: Model
  let family: FamilyMember?
  let digits: Int
  let rows: [Row]

  /// - Parameters:
  ///   - engine: what is judged.
  ///   - kinds: which bounds on log p(x) besides the ELBO.
  init(
    _ model: Model, certificate: Certificate, engine: EngineNumbers, family: FamilyMember?,
    _ kinds: [EvidenceBound.Kind]
  ) {
    var rows = [
      Row(
        field: "log_evidence", name: "log p(x)", proof: certificate.logEvidence(),
        engine: engine.logEvidence)
    ]
    if let family {
      rows += [
        Row(
          field: "elbo", name: "ELBO", proof: certificate.elbo(of: family),
          engine: engine.gap?.elbo),
        Row(
          field: "kl", name: "KL(q‖posterior)", proof: certificate.divergence(of: family),
          engine: engine.gap?.divergence),
      ]
      rows += CertificateReport.parts(family, certificate, engine.parts)
      rows += CertificateReport.bounds(kinds, family, certificate, engine.bounds)
    }
    rows += [
      Row(field: "mean", name: "mean", proof: certificate.mean(), engine: engine.mean),
      Row(
        field: "sd", name: "standard deviation", proof: certificate.standardDeviation(),
        engine: engine.standardDeviation),
    ]
    rows += PosteriorSummary.probabilities.map { p in
      Row(
        field: "quantile_\(p)", name: "\(NumberText.percent(p)) quantile",
        proof: certificate.quantile(p), engine: engine.quantiles[p])
    }
    (self.model, self.family, digits, self.rows) = (model, family, certificate.digits, rows)
  }

  /// The parts of the ELBO, and KL the other way round.
  private static func parts(
    _ q: FamilyMember, _ certificate: Certificate, _ engine: ElboParts?
  ) -> [Row] {
    let parts: [(String, String, CertifiedQuantity?, Quantity?)] = [
      (
        "expected_log_likelihood", "E_q[log p(x | z)]", certificate.expectedLogLikelihood(of: q),
        engine?.expectedLogLikelihood
      ),
      ("kl_prior", "KL(q‖prior)", certificate.priorDivergence(of: q), engine?.priorDivergence),
      (
        "expected_log_prior", "E_q[log p(z)]", certificate.expectedLogPrior(of: q),
        engine?.expectedLogPrior
      ),
      ("entropy", "H(q)", certificate.entropy(of: q), engine?.entropy),
      (
        "expected_log_joint", "E_q[log p(x, z)]", certificate.expectedLogJoint(of: q),
        engine?.expectedLogJoint
      ),
      (
        "forward_kl", "KL(posterior‖q)", certificate.forwardDivergence(of: q),
        engine?.forwardDivergence
      ),
      ("jeffreys", "Jeffreys", certificate.jeffreys(of: q), engine?.jeffreys),
    ]
    return parts.compactMap { field, name, proof, engine in
      proof.map { Row(field: field, name: name, proof: $0, engine: $0.claim(engine)) }
    }
  }

  /// Bounds on log p(x), each kind once.
  private static func bounds(
    _ kinds: [EvidenceBound.Kind], _ q: FamilyMember, _ certificate: Certificate,
    _ engine: [EvidenceBound]
  ) -> [Row] {
    var rows: [Row] = []
    for kind in kinds where !rows.contains(where: { $0.field == kind.name }) {
      let (name, proof): (String, CertifiedQuantity)
      switch kind {
      case .eubo: (name, proof) = ("EUBO", certificate.evidenceUpperBound(of: q))
      case .renyi(let order):
        (name, proof) = (
          "VR_\(order.orderText)", certificate.renyiBound(of: q, order: order)
        )
      case .cubo(let order):
        (name, proof) = (
          "CUBO_\(order.orderText)", certificate.chiUpperBound(of: q, order: order)
        )
      default: continue
      }
      let value = engine.first { $0.kind == kind }?.value
      rows.append(Row(field: kind.name, name: name, proof: proof, engine: proof.claim(value)))
    }
    return rows
  }

  /// Whether a bound of the engine was shown not to hold.
  var isRefuted: Bool { rows.contains { $0.verdict == .refuted } }

  /// The numbers that were not enclosed, and why.
  var missing: [(name: String, reason: String)] {
    rows.compactMap { row in
      guard case .notDecided(let reason) = row.proof else { return nil }
      return (row.field, reason)
    }
  }

  var isComplete: Bool { missing.isEmpty }

  /// The columns. They may only grow.
  var fields: [Field<CertificateReport>] {
    var fields = Field<CertificateReport>.model { $0.model }
    fields.append(Field("q") { .text($0.family.map { "\($0)" }) })
    for (index, row) in rows.enumerated() {
      fields += [
        Field("\(row.field)_lower") { .text($0.rows[index].proof.lower) },
        Field("\(row.field)_upper") { .text($0.rows[index].proof.upper) },
        Field("\(row.field)_verdict") { .text($0.rows[index].verdict?.rawValue) },
      ]
    }
    return fields + [Field("digits") { .integer($0.digits) }] + Field.versions
      + Field.rows(of: model) { $0.model }
  }

  /// The text form.
  func text(_ style: TextStyle) -> [String] {
    let cells = rows.map { row in
      [row.name, row.proof.text, row.verdict?.rawValue ?? "the engine has no number"]
    }
    return style.heading("\(model)", family.map { "q = \($0)" }) + style.table(cells)
  }
}

extension CertifiedQuantity {
  /// What the engine says of a part of the ELBO or of a bound: nothing where the number could not be had, which is
  /// `undefined` there as what does not exist is.
  fileprivate func claim(_ engine: Quantity?) -> Quantity? {
    if case .undefined = self { return engine }
    if case .undefined = engine { return nil }
    return engine
  }

  /// What a proof says of a number of the engine.
  func judge(_ engine: Quantity) -> CertifiedVerdict {
    switch (self, engine) {
    case (.finite(let interval), .finite(let estimate)):
      interval.judge(estimate.value, error: estimate.error)
    case (.infinite(let isPositive, _), .infinite(let sign, _)):
      isPositive == (sign == .plus) ? .confirmed : .refuted
    case (.undefined, .undefined): .confirmed
    case (.notDecided, _): .notDecided
    default: .refuted
    }
  }

  /// The lower end as decimal digits.
  var lower: String? {
    switch self {
    case .finite(let interval): interval.lower
    case .infinite(let isPositive, _): isPositive ? "inf" : "-inf"
    case .undefined, .notDecided: nil
    }
  }

  /// The upper end as decimal digits.
  var upper: String? {
    if case .finite(let interval) = self { interval.upper } else { lower }
  }

  /// Both ends, what they have in common once; or why there are none.
  fileprivate var text: String {
    switch self {
    case .finite(let interval): "[\(interval.lower), \(interval.upper)]"
    case .infinite(let isPositive, let reason): "\(isPositive ? "+∞" : "−∞"): \(reason)"
    case .undefined(let reason): "does not exist: \(reason)"
    case .notDecided(let reason): "not enclosed: \(reason)"
    }
  }
}
