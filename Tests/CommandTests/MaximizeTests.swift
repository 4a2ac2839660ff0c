// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck maximize`: the sheet's maximum, and files of observations.
struct MaximizeTests {
  /// x > 0: θ = φ = 2/x.
  @Test(arguments: [("2", 1, -1.91893853320467), ("0.5", 4, -0.98143853320467)])
  func theElboIsLargestAtTwoOverX(x: String, rate: Double, elbo: Double) async throws {
    let record = try await CheckTests.json(["maximize", "--x", x])
    #expect(record["elbo_attained"] == .flag(true))
    #expect(record["elbo_theta"]?.number == rate)
    #expect(record["elbo_phi"]?.number == rate)
    #expect(abs(try #require(record["elbo"]?.number) - elbo) < 1e-14)
    let likelihood = try #require(record["log_evidence"]?.number)
    #expect(likelihood > elbo)
  }

  @Test(arguments: ["-1", "0", "-1e-300"])
  func withoutAPositiveObservationItGivesTheSupremum(_ x: String) async throws {
    let run = try await CommandRun(["maximize", "--x", x])
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(run.output.contains("ELBO has no maximiser over (θ, φ)."))
    #expect(run.words.contains("is approached as θ = φ → ∞, since x ≤ 0."))
    let record = try await CheckTests.json(["maximize", "--x", x])
    let square = try #require(Double(x)) * (Double(x) ?? .nan)
    for (name, field) in [("elbo", "elbo"), ("likelihood", "log_evidence")] {
      #expect(record["\(name)_attained"] == .flag(false))
      #expect(record["\(name)_theta"] == .null)
      #expect(
        abs(try #require(record[field]?.number) - (-0.5 * square - 0.91893853320467)) < 1e-14)
    }
  }

  @Test func csvHasTheNumbersOfJSON() async throws {
    let run = try await CommandRun(["maximize", "--x", "2", "--format", "csv"])
    let record = try await CheckTests.json(["maximize", "--x", "2"])
    let rows = run.table.rows
    #expect(rows.count == 1 && rows[0].cells.count == record.count)
    for (name, cell) in try #require(rows.first).members {
      #expect(record[name]?.isShown(by: cell) == true, "\(name)")
    }
  }

  // MARK: Files

  /// The numbers are those of Scripts/learning-reference.
  @Test func aThousandObservations() async throws {
    let file = PackageRoot.file("Tests/Fixtures/observations.txt").path
    let record = try await CheckTests.json(["maximize", "--data", file])
    let truth = [
      "observations": 1000, "elbo_theta": 1.4524390941811391, "elbo": -1993.8964256057952,
      "likelihood_theta": 0.9615618835263334, "log_evidence": -1747.012906069136,
    ]
    for (name, value) in truth {
      #expect(abs(try #require(record[name]?.number) - value) < 1e-8, "\(name)")
    }
    #expect(record["elbo_phi"] == .null)
  }

  static let oneTwoThree: [(content: String, column: String?)] = [
    ("1\n2\n3\n", nil), ("1\n2\n3", nil), ("1.0\r\n\r\n  2 \r\n3e0\r\n", nil),
    ("\u{feff}1\n2\n3\n", nil),
    ("x\n1\n2\n3\n", "x"), ("t,x\n9,1\n9,2\n9,3\n", "x"),
    ("\"t, s\",\"the \"\"x\"\"\"\r\n\"a, b\",\"1\"\r\n,2\r\n\"\",\" 3 \"\r\n", "the \"x\""),
    ("\u{feff}x,y\n1,0\n2,0\n\n3,0\n", "x"),
  ]

  @Test(arguments: oneTwoThree.indices)
  func readsAFile(_ index: Int) async throws {
    let (content, column) = MaximizeTests.oneTwoThree[index]
    let file = try TemporaryFile(holding: Data(content.utf8))
    let reference = try TemporaryFile(holding: Data("1\n2\n3\n".utf8))
    let arguments = column.map { ["--x", $0] } ?? []
    let run = try await CommandRun(["maximize", "--data", file.url.path] + arguments)
    let expected = try await CommandRun(["maximize", "--data", reference.url.path])
    #expect(run.output == expected.output)
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test func readsAPipe() async throws {
    let run = try await CommandRun(shell: #"echo 2 | "$GAPCHECK" maximize --data /dev/stdin"#)
    let expected = try await CommandRun(["maximize", "--x", "2"])
    #expect(run.output == expected.output)
    #expect(run.errors == "")
  }

  static let badFiles: [(content: [UInt8], column: String?, complaint: String)] = [
    (Array("1\n2\nthree\n".utf8), nil, ", line 3: a finite number is needed, got 'three'"),
    (Array("1\r\n\r\n2,5\r\n".utf8), nil, ", line 3: a finite number is needed, got '2,5'"),
    (Array("nan\n".utf8), nil, ", line 1: a finite number is needed, got 'nan'"),
    (Array("1\n1e400\n".utf8), nil, ", line 2: a finite number is needed, got '1e400'"),
    (
      Array("t,x\n1,1\n2\n".utf8), "x", ", line 3: the row must have 2 cells, as the header, got 1"
    ),
    // A comma for a decimal point would pass for two cells, and the number be cut.
    (
      Array("x\n1\n2,5\n".utf8), "x", ", line 3: the row must have 1 cell, as the header, got 2"
    ),
    (Array("t,x\n1,\n".utf8), "x", ", line 2, column 'x': a finite number is needed, got ''"),
    (Array("1\n2\u{0}3\n".utf8), nil, ", line 2: a finite number is needed, got '2\\03'"),
    (Array("t,x\n1,one\n".utf8), "x", ", line 2, column 'x': a finite number is needed, got 'one'"),
    (Array("t,x\n1,1\n".utf8), "z", ": the input has no column 'z'; its header is t, x"),
    (
      Array("x,t,x\n1,1,2\n".utf8), "x",
      ": the input has more than one column 'x'; its header is x, t, x"
    ),
    (Array("t,x\n".utf8), "x", " holds no observation"),
    ([], nil, " holds no observation"), ([], "x", " holds no observation"),
    ([0xFF, 0xFE, 0x31], nil, " is not UTF-8 text"),
  ]

  @Test(arguments: badFiles.indices)
  func complainsOfTheFile(_ index: Int) async throws {
    let (content, column, complaint) = MaximizeTests.badFiles[index]
    let file = try TemporaryFile(holding: Data(content))
    let run = try await CommandRun(
      ["maximize", "--data", file.url.path] + (column.map { ["--x", $0] } ?? []))
    #expect(run.status == 65)
    #expect(run.output == "")
    #expect(run.errors == "gapcheck: \(file.url.path)\(complaint)\n")
  }

  @Test(arguments: [("/no/such/file", "No such file or directory"), ("/", "Is a directory")])
  func complainsOfTheSystem(_ path: String, _ reason: String) async throws {
    let run = try await CommandRun(["maximize", "--data", path])
    #expect(run.status == 74)
    #expect(run.output == "")
    #expect(run.errors == "gapcheck: cannot read \(path): \(reason)\n")
  }
}
