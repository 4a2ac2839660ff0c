// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Testing

@testable import Certificate

/// Parts of the ELBO and bounds on log p(x) against closed forms and mpmath's quadrature with 60 digits.
struct CertifiedBoundTests {
  /// What is asked about a model and a q.
  struct Question: Sendable {
    let prior: String
    let likelihood: String
    let x: Double
    let q: String

    func certificate(digits: Int = 15) throws -> Certificate {
      Certificate(
        of: try CertifiedModel(
          prior: try DistributionSpec.member(prior),
          likelihood: try LikelihoodSpec.parse(likelihood), observations: [.value(x)]),
        digits: digits)
    }

    func family() throws -> FamilyMember { try DistributionSpec.member(q) }
  }

  /// The quantities in the order of the tables below.
  static func quantities(
    _ question: Question, digits: Int
  ) throws -> [CertifiedQuantity] {
    let (certificate, q) = (try question.certificate(digits: digits), try question.family())
    return [
      try #require(certificate.expectedLogLikelihood(of: q)),
      try #require(certificate.priorDivergence(of: q)),
      try #require(certificate.expectedLogPrior(of: q)), certificate.entropy(of: q),
      certificate.expectedLogJoint(of: q), certificate.forwardDivergence(of: q),
      certificate.jeffreys(of: q), certificate.evidenceUpperBound(of: q),
      certificate.renyiBound(of: q, order: 0.5), certificate.chiUpperBound(of: q, order: 2),
    ]
  }

  static let tables: [(Question, [String])] = [
    (
      Question(
        prior: "exponential(1)", likelihood: "normal(z, 1)", x: 2, q: "exponential(0.8)"),
      [
        "-1.9814385332046727070858602168694824924", "0.026856448685790230355917101875711052446",
        "-1.2499999999999999306110609609277200754", "1.2231435513142097002551438590520090229",
        "-3.2314385332046726376969211777972025678", "0.15083875935391877477949383150230503436",
        "0.48637996222093182269478797672669784917", "-1.5219150196695311147469893420184956956",
        "-1.7641993974964373513388788708199692776", "-1.5532576049769115261259777721205759379",
      ]
    ),
    (
      Question(prior: "gamma(2, 1)", likelihood: "poisson(z)", x: 3, q: "gamma(3.5, 1.2)"),
      [
        "-1.9459208843408559813532742533261910907", "0.23507113887536650903609764401774650219",
        "-1.9958315828153781765836098203160524816", "1.7607604439400116675475121762983059795",
        "-3.9417524671562341579368840736422435723", "0.069985957827796723982328559178815449513",
        "0.17153643936418328612000409214822333817", "-2.0094555838520392042693678051957142547",
        "-2.1207246164842973005302926553485123333", "-2.0253174683541319865429090141081693781",
      ]
    ),
    (
      Question(
        prior: "normal(0, 1) T[0, ]", likelihood: "normal(z, 1)", x: 1,
        q: "normal(0.5, 1.2) T[0, ]"),
      [
        "-1.2663183033413706246246408476757087333", "0.1637810615289270735006418510707376626",
        "-1.2366647625991614003607203351807267683", "1.0728837010702343268600784841099891057",
        "-2.5029830659405320249853611828564355016", "0.15774703759628857300391112092649654019",
        "0.49137342675750045500361925697426723804", "-0.93872593811279724312166344177217915781",
        "-1.2023126106491188481091742195876566673", "-0.99036329783508868172687644894971436497",
      ]
    ),
  ]

  @Test(arguments: tables) func provesThirtyDigits(_ question: Question, _ truths: [String]) throws
  {
    for (quantity, truth) in zip(
      try CertifiedBoundTests.quantities(question, digits: 30), truths)
    {
      try CertificateTests.expect(quantity, truth, digits: 29)
    }
  }

  @Test(arguments: tables) func refutesAWrongEngine(_ question: Question, _ truths: [String]) throws
  {
    for (quantity, truth) in zip(
      try CertifiedBoundTests.quantities(question, digits: 15), truths)
    {
      let interval = try #require(quantity.interval)
      let value = try #require(Double(truth))
      #expect(interval.judge(value, error: 1e-14) == .confirmed)
      #expect(interval.judge(value + 1e-9, error: 1e-12) == .refuted)
      #expect(interval.judge(value - 1e-9, error: 1e-12) == .refuted)
    }
  }

  /// Closed form: ∫ pˢ q^(1−s) of gamma densities; α = 1 is the ELBO, α = 0 log p(x), and α = −1 is CUBO_2.
  @Test func limitsOfRenyisBound() throws {
    let question = CertifiedBoundTests.tables[1].0
    let (certificate, q) = (try question.certificate(digits: 25), try question.family())
    func expect(_ order: Double, _ truth: String) throws {
      try CertificateTests.expect(
        certificate.renyiBound(of: q, order: order), truth, digits: 24)
    }
    try expect(2, "-2.4986446258398992500666849659563687708")
    try expect(-1, "-2.0253174683541319865429090141081693781")
    // log(∫ p(x, z) dz) = log(4!/3!/2⁵).
    try expect(0, "-2.0794415416798359282516963643745297042")
    // E_q[log p(x, z)] + H(q).
    try expect(1, "-2.1809920232162224903893718973439375928")
    // Next to 1 the logarithm of the moment is divided by a small number.
    let beside = try #require(certificate.renyiBound(of: q, order: 1 - 1e-12).interval)
    #expect(abs(beside.lowerBound + 2.18099202321622) < 1e-11)
  }

  private static func infinity(_ quantity: CertifiedQuantity?) -> Bool? {
    if case .infinite(let isPositive, _)? = quantity { isPositive } else { nil }
  }

  @Test func tailsThatAreTooHeavy() throws {
    let exercise = CertifiedBoundTests.tables[0].0
    let phi = try exercise.family()
    // E_q[1/w] diverges, since w falls as a normal density does.
    #expect(
      CertifiedBoundTests.infinity(try exercise.certificate().renyiBound(of: phi, order: 2))
        == false)
    let narrow = Question(
      prior: "normal(0, 1)", likelihood: "normal(z, 1)", x: 1, q: "normal(0.5, 0.4)")
    let (certificate, q) = (try narrow.certificate(), try narrow.family())
    #expect(CertifiedBoundTests.infinity(certificate.chiUpperBound(of: q, order: 2)) == true)
    #expect(CertifiedBoundTests.infinity(certificate.renyiBound(of: q, order: -1)) == true)
    // KL to it is finite.
    #expect(certificate.evidenceUpperBound(of: q).interval != nil)
    let cauchy = Question(
      prior: "cauchy(0, 1)", likelihood: "bernoulli_logit(z)", x: 1, q: "normal(0, 1)")
    #expect(
      CertifiedBoundTests.infinity(
        try cauchy.certificate().forwardDivergence(of: try cauchy.family())) == true)
    #expect(
      CertifiedBoundTests.infinity(
        try cauchy.certificate().evidenceUpperBound(of: try cauchy.family())) == true)
  }

  /// log p(x, z ≤ 1) = log ∫₀¹ z⁴ e^(−2z)/6 dz, by mpmath.
  @Test func aQThatMissesMass() throws {
    let question = Question(
      prior: "gamma(2, 1)", likelihood: "poisson(z)", x: 3, q: "beta(2, 2)")
    let (certificate, q) = (try question.certificate(), try question.family())
    for infinite in [
      certificate.forwardDivergence(of: q), certificate.evidenceUpperBound(of: q),
      certificate.jeffreys(of: q),
    ] {
      #expect(CertifiedBoundTests.infinity(infinite) == true)
    }
    try CertificateTests.expect(
      certificate.renyiBound(of: q, order: 0), "-5.023473274251916825341838", digits: 14)
  }

  /// A q with mass outside of the model, where log p(x, z) is −∞.
  @Test func aQThatIsTooWide() throws {
    let question = Question(
      prior: "exponential(1)", likelihood: "normal(z, 1)", x: 2, q: "normal(2, 1)")
    let (certificate, q) = (try question.certificate(), try question.family())
    #expect(CertifiedBoundTests.infinity(certificate.expectedLogJoint(of: q)) == false)
    #expect(CertifiedBoundTests.infinity(certificate.expectedLogPrior(of: q)) == false)
    #expect(CertifiedBoundTests.infinity(certificate.priorDivergence(of: q)) == true)
    #expect(CertifiedBoundTests.infinity(certificate.renyiBound(of: q, order: 2)) == false)
    // −log(2π)/2 − ½: E_q[(2 − z)²] = 1.
    try CertificateTests.expect(
      try #require(certificate.expectedLogLikelihood(of: q)),
      "-1.4189385332046727417803297364056176399", digits: 14)
    #expect(certificate.renyiBound(of: q, order: 0.5).interval != nil)
    #expect(certificate.chiUpperBound(of: q, order: 2).interval != nil)
    #expect(certificate.evidenceUpperBound(of: q).interval != nil)
  }

  /// The density is 0 on a part of the support, as the formula says and not the interval.
  @Test func aHoleInTheSupport() throws {
    let question = Question(
      prior: "uniform(0, 4)", likelihood: "uniform(0, z)", x: 1, q: "uniform(0, 4)")
    let (certificate, q) = (try question.certificate(), try question.family())
    #expect(CertifiedBoundTests.infinity(certificate.expectedLogLikelihood(of: q)) == false)
    #expect(CertifiedBoundTests.infinity(certificate.renyiBound(of: q, order: 1)) == false)
    #expect(CertifiedBoundTests.infinity(certificate.renyiBound(of: q, order: 2)) == false)
    // ∫₁⁴ dz/(4z).
    try CertificateTests.expect(
      certificate.renyiBound(of: q, order: 0), "-1.059660101141609636429671", digits: 14)
  }

  @Test func aLogJointHasNoFactors() throws {
    let certificate = Certificate(
      of: try CertifiedModel(logJoint: "-z^2", support: try IntervalSpec.parse("-inf..inf")),
      digits: 15)
    let q = try DistributionSpec.member("normal(0, 1)")
    #expect(certificate.expectedLogLikelihood(of: q) == nil)
    #expect(certificate.priorDivergence(of: q) == nil)
    #expect(certificate.expectedLogPrior(of: q) == nil)
    // −E_q[z²].
    try CertificateTests.expect(certificate.expectedLogJoint(of: q), "-1", digits: 14)
  }

  @Test func anOrderThatIsNone() throws {
    let question = CertifiedBoundTests.tables[0].0
    let (certificate, q) = (try question.certificate(), try question.family())
    for quantity in [
      certificate.renyiBound(of: q, order: .nan), certificate.chiUpperBound(of: q, order: 0),
      certificate.chiUpperBound(of: q, order: .infinity),
    ] {
      guard case .notDecided = quantity else {
        Issue.record("\(quantity)")
        return
      }
    }
  }
}
