// SPDX-License-Identifier: GPL-3.0-or-later

import TestSupport
import Testing

/// Specs as people write them: the same results as in Stan's notation, or at most three lines of what is right.
struct NameTests {
  /// Options as they are written, and in Stan's notation, with the same output.
  static let pairs: [([String], [String])] = [
    (
      ["check", "--prior", "Exp(2)", "--x", "0.3", "--phi", "2"],
      ["check", "--prior", "exponential(2)", "--x", "0.3", "--phi", "2"]
    ),
    (
      [
        "check", "--prior", "z ~ normal(sigma=2, mu=1)", "--likelihood", "x | z ~ t(5, loc=z)",
        "--x",
        "0.3", "--q", "q = N(0, 1)",
      ],
      [
        "check", "--prior", "normal(1, 2)", "--likelihood", "student_t(5, z, 1)", "--x", "0.3",
        "--q",
        "normal(0, 1)",
      ]
    ),
    // The certificate reads the numbers of the text again: log(2) has all of its digits.
    (
      [
        "certify", "--prior", "norm(0, 1)", "--likelihood", "normal(sd=ln(2), mean=z/3)", "--x",
        "0.3",
        "--q", "t(5)", "--digits", "40",
      ],
      [
        "certify", "--prior", "normal(0, 1)", "--likelihood", "normal(z/3, ln(2))", "--x", "0.3",
        "--q",
        "student_t(5, 0, 1)", "--digits", "40",
      ]
    ),
    (
      ["sweep", "--prior", "Exp(rate = 1..2:3)", "--x", "0.3", "--q", "Exp(1)"],
      ["sweep", "--prior", "exponential(1..2:3)", "--x", "0.3", "--q", "exponential(1)"]
    ),
    (
      ["posterior", "--prior", "normal(0, 1)", "--likelihood", "normal(-z**2, 1)", "--x", "0.3"],
      ["posterior", "--prior", "normal(0, 1)", "--likelihood", "normal(-z**2, 1)", "--x", "0.3"]
    ),
    (
      ["check", "--prior", "normal(0, 1)", "--x", "0.3", "--family", "Gaussian"],
      ["check", "--prior", "normal(0, 1)", "--x", "0.3", "--family", "normal"]
    ),
    (
      ["kl", "--q", "Laplace(0, 1)", "--p", "p = U(-1, 1)"],
      [
        "kl", "--q", "double_exponential(0, 1)", "--p", "uniform(-1, 1)",
      ]
    ),
  ]

  @Test(arguments: pairs.indices)
  func theResultIsTheSame(_ index: Int) async throws {
    let (written, stans) = Self.pairs[index]
    let (run, expected) = (try await CommandRun(written), try await CommandRun(stans))
    #expect(run.errors == "" && run.status == expected.status)
    #expect(run.output == expected.output && !run.output.isEmpty)
  }

  /// An axis stands at the place of its parameter, whatever the order.
  @Test func anAxisMayHaveAName() async throws {
    let options = ["--x", "0.3", "--q", "normal(0, 2)"]
    let run = try await CommandRun(
      [
        "sweep", "--prior", "normal(sd = 1..2:2, mean=1)", "--likelihood",
        "dnorm(sd=0.5..1:2, mu=z)",
      ]
        + options)
    let expected = try await CommandRun(
      ["sweep", "--prior", "normal(1, 1..2:2)", "--likelihood", "normal(z, 0.5..1:2)"] + options)
    for name in ["prior_sigma", "likelihood_sigma", "log_evidence", "gap", "status"] {
      #expect(run.table.rows.count == 4)
      #expect(run.table.rows.map { $0[name] } == expected.table.rows.map { $0[name] })
    }
  }

  @Test func aRangeOfTheCertificateMayHaveAName() async throws {
    let model = ["certify", "--prior", "normal(0, 1)", "--x", "0.3", "--format", "json", "--q"]
    let run = try await CommandRun(model + ["N(sd = 0.1..2, mu=1)"])
    let expected = try await CommandRun(model + ["normal(1, 0.1..2)"])
    #expect(run.status == 0)
    for name in ["least_gap_lower", "least_gap_upper"] {
      #expect(
        try run.objects()[0][name]?.description == expected.objects()[0][name]?.description)
    }
  }

  /// Said once, whoever reads how many specs, and where it makes a difference.
  @Test func theSecondArgumentOfNIsTheStandardDeviation() async throws {
    let note =
      "gapcheck: N(0, 4) has the standard deviation 4; if that is the variance, write N(0, sqrt(4))\n"
    let run = try await CommandRun(
      ["check", "--prior", "N(0, 4)", "--likelihood", "N(z, 9)", "--x", "1", "--q", "N(0, 1)"])
    #expect(run.errors == note)
    #expect(run.output.contains("z ~ normal(0.0, 4.0), x | z ~ normal(z, 9), x = 1.0"))
    let batch = try await CommandRun(
      ["batch"], input: "q,p\n\"N(0, 4)\",\"N(0, 1)\"\n\"N(0, 4)\",\"N(0, 3)\"\n")
    #expect(batch.errors == note && batch.table.rows.map { $0["status"] } == ["ok", "ok"])
    for silent in ["N(0, 1)", "N(0, sd=4)", "normal(0, 4)"] {
      #expect(try await CommandRun(["kl", "--q", silent, "--p", "normal(0, 1)"]).errors == "")
    }
  }

  @Test(arguments: [
    (
      "gama(2, 1)",
      "no family is called 'gama'; did you mean gamma? ('gapcheck families' lists all)"
    ),
    ("expon(2)", "expon(loc, scale) is SciPy's, with other parameters: write exponential(1/scale)"),
    ("0.5*normal(0, 1)+0.5*normal(3, 1)", "a mixture is mixture(w, SPEC, w, SPEC, ...)"),
    ("normal(sigm(2), 1)", "no function is called 'sigm'"),
    ("normal(sqr(2), 1)", "did you mean sqrt? ('gapcheck functions' lists all)"),
  ])
  func whatIsRightIsSaidInThreeLines(_ spec: String, _ message: String) async throws {
    let run = try await CommandRun(["check", "--prior", spec, "--x", "1", "--q", "normal(0, 1)"])
    #expect(run.status == 64 && run.output == "")
    let error = run.errors.prefix { $0 != "\n" }
    #expect(error.contains(message))
    // Three lines of a terminal.
    #expect(error.count <= 240)
  }

  @Test func familiesAndFunctionsAreListedInEveryFormat() async throws {
    for (command, name, count) in [("families", "family", 27), ("functions", "function", 12)] {
      let csv = try await CommandRun([command, "--format", "csv"])
      let json = try await CommandRun([command, "--format", "json"])
      let text = try await CommandRun([command])
      #expect(csv.status == 0 && json.status == 0 && text.status == 0)
      let names = csv.table.rows.compactMap { $0[name] }
      #expect(names.count >= count && Set(names).count == names.count)
      for entry in names {
        #expect(text.output.contains("\(entry)("))
        #expect(json.output.contains("\"\(name)\":\"\(entry)\""))
      }
      #expect(csv.table.rows.allSatisfy { $0["summary"]?.isEmpty == false })
    }
  }
}
