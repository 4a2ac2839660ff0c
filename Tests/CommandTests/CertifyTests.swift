// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// `gapcheck certify`: proven numbers, and the engine judged by them.
struct CertifyTests {
  private static let exercise = ["certify", "--theta", "1", "--x", "0.3"]

  @Test func provesThirtyDigits() async throws {
    let run = try await CommandRun(
      CertifyTests.exercise + ["--phi", "2", "--digits", "30", "--format", "json"])
    #expect(run.status == 0)
    let record = try #require(try run.objects().first)
    let digits = [
      ("log_evidence", "-1.21896776153153163986889939412"),
      ("elbo", "-1.25708571376461805341800790711"),
      ("kl", "0.0381179522330864135491085129916"), ("mean", "0.590499339458166544303751549618"),
      ("sd", "0.487812456256246503091934603180"),
    ]
    for (name, prefix) in digits {
      for end in ["lower", "upper"] {
        guard case .text(let text)? = record["\(name)_\(end)"] else {
          Issue.record("\(name)_\(end) is no text")
          continue
        }
        #expect(text.hasPrefix(prefix), "\(name)_\(end): \(text)")
      }
      #expect(record["\(name)_verdict"] == .text("confirmed"))
    }
  }

  @Test(arguments: ["0.01..100", "0..inf"])
  func provesAWholeRange(_ range: String) async throws {
    let run = try await CommandRun(
      CertifyTests.exercise + ["--phi", range, "--format", "json"])
    #expect(run.status == 0)
    let record = try #require(try run.objects().first)
    guard case .text(let lower)? = record["least_gap_lower"], let bound = Double(lower) else {
      Issue.record("no least_gap_lower in \(record)")
      return
    }
    #expect(bound <= 0.0302765390663853 && bound >= 0.99 * 0.0302765390663853)
    #expect(record["positive"] == .flag(true))
    let (from, to) = (record["least_gap_from"]?.number, record["least_gap_to"]?.number)
    #expect(try #require(from) < 1.8069 && 1.8069 < (try #require(to)))
  }

  @Test(arguments: [
    (["--phi", "2..1"], "--phi must be START..STOP"),
    (["--q", "uniform(0, 1..2)"], "--q must be a family"),
    (["--phi", "-1"], "--phi must be a positive finite number"),
    (["--phi", "1", "--digits", "0"], "--digits must be from 1 to 1000"),
    (["--q", "gamma(1..2, 1..2)"], "takes one parameter as a range"),
  ])
  func refusesWhatItCannotRead(_ arguments: [String], _ message: String) async throws {
    let run = try await CommandRun(CertifyTests.exercise + arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  /// From an end that is far away no digit of a quantile would be left.
  @Test(arguments: ["T[-1e111, ]", "T[, 1e50]", "T[-1e9, 1e200]"])
  func quantilesAreFoundFarFromTheEnds(_ truncation: String) async throws {
    let run = try await CommandRun([
      "certify", "--prior", "normal(0, 1) \(truncation)", "--likelihood", "normal(z, 1)", "--x",
      "1", "--format", "json",
    ])
    #expect(run.status == 0, "\(run.output)")
    let record = try #require(try run.objects().first)
    #expect(record["quantile_0.5_verdict"] == .text("confirmed"))
    // ½ + Φ⁻¹(0.975)/√2
    #expect(record["quantile_0.975_lower"]?.description.hasPrefix("1.885903824349677") ?? false)
  }

  @Test func saysWhatIsInfinite() async throws {
    let run = try await CommandRun([
      "certify", "--log-joint", "z", "--support=0..inf",
    ])
    #expect(run.output.contains("log p(x)"))
    #expect(run.output.contains("+∞"))
  }

  /// Far out the evidence cannot be enclosed. What does not need it is proven all the same.
  @Test func allNumbersHaveOneTime() async throws {
    let run = try await CommandRun(
      shell: """
        ulimit -t 20; exec "$GAPCHECK" certify --theta 0.75 --x 1e140 --q 'cauchy(1.7, 0.09)' \
          --timeout 2 --digits 5 --format json
        """)
    #expect(run.status == 2)
    #expect(
      run.errors.contains("the time that was allowed is over; --timeout SECONDS allows more"),
      "\(run.errors)")
    let record = try #require(try run.objects().first)
    #expect(record["log_evidence_verdict"] == .text("not decided"))
    #expect(record["expected_log_likelihood_verdict"] == .text("confirmed"))
  }

  @Test func aRangeEndsInTime() async throws {
    let run = try await CommandRun(
      CertifyTests.exercise + ["--phi", "0..inf", "--timeout", "1e-6"])
    #expect(run.status == 2)
    #expect(run.errors.contains("--timeout SECONDS allows more"), "\(run.errors)")
  }

  /// KL(posterior‖q) is 2e389: the engine has no such double, and claims none.
  @Test func whatIsNoDoubleIsNotRefuted() async throws {
    let run = try await CommandRun([
      "certify", "--theta", "0.01", "--x", "0.2", "--q", "normal(1, 1e-195)", "--format", "json",
    ])
    #expect(run.status == 0, "\(run)")
    let record = try #require(try run.objects().first)
    #expect(record["forward_kl_verdict"] == .null)
    #expect(record["eubo_verdict"] == .null)
    #expect(record["jeffreys_verdict"] == .text("confirmed"))
  }
}
