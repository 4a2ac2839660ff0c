// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck verify`: claims in, verdicts out.
struct VerifyTests {
  private static func verify(_ input: String, _ options: [String] = []) async throws -> CommandRun {
    try await CommandRun(["verify"] + options, input: input)
  }

  /// Claims from closed forms, right and wrong, with what has to be said of them.
  @Test func theClaimsOfTheTableAreJudged() async throws {
    let url = PackageRoot.url.appendingPathComponent("Tests/Fixtures/claims.csv")
    let table = CSVTable(try String(contentsOf: url, encoding: .utf8))
    let run = try await CommandRun(["verify", url.path, "--format", "csv"])
    #expect(run.status == 1 && run.errors == "")
    let verdicts = run.table
    try #require(verdicts.rows.count == table.rows.count && table.rows.count >= 60)
    for (claim, verdict) in zip(table.rows, verdicts.rows) {
      let (name, found) = (claim["name"] ?? "", verdict["explanation"] ?? "")
      #expect(verdict["verdict"] == claim["verdict"], "\(name) \(verdict)")
      guard verdict["verdict"] == "differs" else { continue }
      for wanted in (claim["explanation"] ?? "").split(separator: "|") where wanted != "-" {
        #expect(found.contains(wanted), "\(name): \(found)")
      }
      if claim["explanation"] == "-" { #expect(found == "", "\(name): \(found)") }
    }
  }

  private static let right =
    #"{"q":"normal(0, 1)","p":"normal(0, 2)","quantity":"kl","value":0.3181471805599453}"#
  private static let wrong =
    #"{"name":"<b>&","q":"normal(0, 1)","p":"normal(0, 2)","quantity":"kl","value":"-0.31814718"}"#

  @Test func theExitStatusSaysWhetherAllAgree() async throws {
    for (input, status) in [
      (Self.right, Int32(0)), (Self.wrong, 1), ("\(Self.right)\n\(Self.wrong)", 1),
      ("[\(Self.right)]", 0), ("{}", 1),
    ] {
      #expect(try await Self.verify(input + "\n").status == status, "\(input)")
    }
  }

  @Test func theReasonsStandUnderTheLine() async throws {
    let run = try await Self.verify("\(Self.right)\n\(Self.wrong)\n")
    #expect(
      run.output == """
        [ok] q=normal(0, 1) p=normal(0, 2): kl = 0.3181471805599453, and is
             0.318147180559945 ± 6e-15
        [NO] <b>&: kl = -0.31814718, is 0.318147180559945 ± 6e-15, off by -2 of it
             the sign is wrong
        2 claims: 1 agree, 1 differ, 0 cannot be told

        """)
  }

  @Test(arguments: ["json", "ndjson", "csv"])
  func theFormatsHaveTheSameFields(_ format: String) async throws {
    let run = try await Self.verify("\(Self.right)\n\(Self.wrong)\n", ["--format", format])
    #expect(run.status == 1 && run.errors == "")
    let rows: [[String: JSONValue]]
    switch format {
    case "json":
      rows = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(run.output.utf8))
    case "ndjson": rows = try run.objects()
    default:
      rows = run.table.rows.map { row in
        Dictionary(uniqueKeysWithValues: row.members.map { ($0.name, .text($0.cell)) })
      }
    }
    #expect(rows.map { $0["verdict"] } == [.text("agrees"), .text("differs")])
    #expect(rows.last?["explanation"] == .text("the sign is wrong"))
    #expect(rows.allSatisfy { $0["truth"]?.description.hasPrefix("0.31814718055994") ?? false })
  }

  @Test func aSuiteOfJUnitHasACaseForEach() async throws {
    let run = try await Self.verify(
      "[\(Self.right),\(Self.wrong),{}]", ["--format", "junit"])
    #expect(run.status == 1)
    #expect(run.output.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
    #expect(run.output.contains(#"tests="3" failures="1" errors="1""#))
    #expect(run.output.components(separatedBy: "<testcase ").count == 4)
    #expect(run.output.contains(#"name="2: &lt;b&gt;&amp;""#))
    #expect(run.output.contains(#"<failure message="the sign is wrong">"#))
  }

  @Test(arguments: [
    ("{\"value\":1}", "quantity must be a name"),
    (
      "{\"quantity\":\"elbow\",\"value\":1,\"q\":\"normal(0,1)\",\"p\":\"normal(0,1)\"}",
      "elbo_gradient_PARAMETER, got 'elbow'"
    ),
    ("{\"quantity\":\"kl\",\"value\":\"one\"}", "value must be a number, got 'one'"),
    ("{\"quantity\":\"kl\",\"value\":1,\"tolerance\":0}", "tolerance must be a positive"),
    (
      "{\"quantity\":\"kl\",\"value\":1,\"standard_error\":\"-1\"}",
      "standard_error must be a positive"
    ),
    ("{\"quantity\":\"kl\",\"value\":1,\"dtype\":\"half\"}", "float32 or float64, got 'half'"),
    ("{\"quantity\":\"kl\",\"value\":1,\"dtype\":\"float32\",\"tolerance\":1}", "give one of"),
    ("{\"quantity\":\"kl\",\"value\":1}", "kl needs a model"),
    (
      "{\"quantity\":\"kl\",\"value\":1,\"q\":\"normal(0\",\"p\":\"normal(0,1)\"}", "')' is missing"
    ),
    (
      "{\"quantity\":\"elbo_gradient_x\",\"value\":1,\"q\":\"normal(0,1)\",\"prior\":\"normal(0,1)\"}",
      "no parameter 'x'"
    ),
    (
      "{\"quantity\":\"mean\",\"value\":1,\"prior\":\"cauchy(0,1)\",\"likelihood\":\"uniform(z,inf)\"}",
      "nothing is called 'inf'"
    ),
    ("7", "a claim must be a JSON object"), ("{\"a\":1,\"a\":2}", "one member 'a'"),
  ])
  func whatIsNoClaimCannotBeTold(_ row: String, _ reason: String) async throws {
    let run = try await Self.verify("\(Self.right)\n\(row)\n\(Self.right)", ["--format", "ndjson"])
    #expect(run.status == 1 && run.errors == "")
    let rows = try run.objects()
    #expect(
      rows.map { $0["verdict"] } == [.text("agrees"), .text("cannot_tell"), .text("agrees")])
    #expect(rows[1]["reason"]?.description.contains(reason) ?? false, "\(rows[1])")
  }

  @Test(arguments: [
    ("", 65, "got nothing"), ("[]", 65, "got nothing"), ("\n \n", 65, "got nothing"),
    ("quantity,value\n", 65, "a row with a model, quantity, value"),
    ("a,b\n1,2\n", 65, "no column 'quantity'"), ("quantity;value\n", 65, "by ';'"),
    ("quantity,value,x,x\n", 65, "more than one column 'x'"), ("[{}", 65, "has no end"),
  ])
  func whatHasNoClaimsIsRefused(_ input: String, _ status: Int, _ complaint: String) async throws {
    let run = try await Self.verify(input)
    #expect(run.status == status && run.output == "")
    #expect(run.errors.contains(complaint), "\(run.errors)")
    let missing = try await CommandRun(["verify", "/nowhere"])
    #expect(missing.status == 74)
    #expect(missing.errors == "gapcheck: cannot read /nowhere: No such file or directory\n")
  }

  @Test(arguments: ["q,p,quantity,value\n\"normal(0, 1)\",b\u{FF},kl,1\n", "{\"a\":\"\u{FF}\"}\n"])
  func whatIsNoTextIsRefused(_ input: String) async throws {
    // A byte that is no UTF-8, in place of the character.
    let run = try await CommandRun(
      shell: #"LC_ALL=C sed "s/$(printf '\303\277')/$(printf '\377')/" | "$GAPCHECK" verify"#,
      input: input)
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors == "gapcheck: the input must be text in UTF-8, and is not UTF-8\n")
  }

  @Test(arguments: ["text", "csv", "junit"])
  func controlCharactersOfAClaimAreShownAsWhatTheyAre(_ format: String) async throws {
    let run = try await Self.verify(
      #"{"name":"a\u001b[31m\u202eb","quantity":"k\u001bl","value":"1\u0007","q":"normal(0\u001b, 1)"}"#,
      ["--format", format])
    #expect(run.status == 1)
    let hidden = run.output.unicodeScalars.filter {
      $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
    }
    #expect(hidden.isEmpty, "\(run.output)")
    #expect(run.output.contains(#"a\u{1B}[31m\u{202E}b"#), "\(run.output)")
  }

  @Test func aFailureWithoutAKnownMistakeHasBothNumbers() async throws {
    let run = try await Self.verify(
      #"{"q":"normal(0, 1)","p":"normal(0, 2)","quantity":"kl","value":77}"#, ["--format", "junit"])
    #expect(
      run.output.contains(
        #"<failure message="77.0 differs from 0.318147180559945 ± 6e-15, and no known mistake fits">"#
      ),
      "\(run.output)")
  }

  @Test func noNumberAndInfinityDiffer() async throws {
    for value in ["\"nan\"", "\"inf\"", "\"-Infinity\""] {
      let run = try await Self.verify(
        #"{"q":"normal(0, 1)","p":"normal(0, 2)","quantity":"kl","value":\#(value)}"#,
        ["--format", "ndjson"])
      #expect(try run.objects().first?["verdict"] == .text("differs"))
    }
    let infinite = #"{"q":"cauchy(0, 1)","p":"normal(0, 2)","quantity":"kl","value":"#
    #expect(try await Self.verify(infinite + "\"inf\"}").status == 0)
    #expect(try await Self.verify(infinite + "3}").status == 1)
  }
}
