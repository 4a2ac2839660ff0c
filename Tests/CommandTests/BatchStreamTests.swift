// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck batch` as a part of a stream: no line is lost, whatever the others are.
struct BatchStreamTests {
  private static let row = #"{"theta":1,"x":0.3,"phi":2}"#

  // MARK: A line for a line

  @Test(arguments: [
    "oops", "", "  ", "theta", "a,b", "1", "\"", "\u{1}", "null", "]", "{", "{}}", "theta;x;phi",
  ])
  func aBadFirstLineIsALine(_ line: String) async throws {
    let run = try await BatchTests.batch("\(line)\n\(Self.row)\n\(Self.row)")
    #expect(run.status == 0 && run.errors == "")
    let objects = try run.objects()
    #expect(objects.map { $0["status"] } == [.text("invalid"), .text("ok"), .text("ok")])
    #expect(objects.first?["input"] == .text(line))
  }

  @Test func blankLinesOfNDJSONAreLines() async throws {
    let run = try await BatchTests.batch("\n\n\(Self.row)\n\n \r\n\(Self.row)\n\n")
    #expect(run.status == 0)
    #expect(
      try run.objects().map { $0["status"]?.description ?? "" } == [
        "invalid", "invalid", "ok", "invalid", "invalid", "ok", "invalid",
      ])
    #expect(run.output.contains("the line must be a JSON object, got a blank line"))
  }

  @Test func blankLinesOfCSVAreLines() async throws {
    let run = try await BatchTests.batch("theta,x,phi\n\n1,0.3,2\n \r\n\n")
    #expect(run.status == 0)
    #expect(run.table["status"] == ["invalid", "ok", "invalid", "invalid"])
    #expect(run.output.contains("the row must have 3 cells, as the header, got a blank line"))
  }

  /// Random lines, cut into partitions anywhere: put together they are the whole, line for line.
  @Test func partitionsLoseNothing() async throws {
    var random = SeededRandom(seed: 16)
    let lines = [
      "", "oops", "[1]", "{", "\"a,b", #"{"theta":0,"x":1,"phi":1}"#, Self.row, Self.row,
    ]
    for jobs in ["1", "3"] {
      let input = (0..<200).map { _ in lines[Int(random.next() % UInt64(lines.count))] }
      var output: [Substring] = []
      var start = 0
      while start < input.count {
        let end = min(input.count, start + 1 + Int(random.next() % 60))
        let part = input[start..<end].map { $0 + "\n" }.joined()
        let run = try await BatchTests.batch(part, ["--input-format", "ndjson", "--jobs", jobs])
        #expect(run.status == 0)
        let rows = run.output.split(separator: "\n")
        #expect(rows.count == end - start, "\(input[start..<end])")
        output += rows
        start = end
      }
      for (line, row) in zip(input, output) {
        #expect(row.contains(#""status":"ok""#) == (line == Self.row))
      }
    }
  }

  @Test(arguments: ["", "oops", "\n", "a,b\n"])
  func aPartitionMayHaveNoGoodLine(_ input: String) async throws {
    let run = try await BatchTests.batch(input, ["--input-format", "ndjson"])
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.split(separator: "\n").count == (input.isEmpty ? 0 : 1))
  }

  @Test func strictlyABadRowIsAFailure() async throws {
    for (input, status) in [("oops\n\(Self.row)\n", Int32(1)), ("\(Self.row)\n", 0)] {
      let run = try await BatchTests.batch(input, ["--strict"])
      #expect(run.status == status)
      #expect(run.output.split(separator: "\n").count == input.split(separator: "\n").count)
    }
  }

  @Test func aWrongOptionFails() async throws {
    for options in [
      ["--input-format", "xml"], ["--header", "a,b"], ["--header", "theta,x,phi,x"],
      ["--header", "theta,x,phi", "--input-format", "ndjson"], ["--header", "theta,x\nphi"],
      ["--no-header", "--input-format", "json"], ["--infinity", "inf"], ["--schema", "sql"],
      ["--header", "a", "--schema", "ddl"], ["--header", ""],
    ] {
      let run = try await BatchTests.batch(Self.row + "\n", options)
      #expect(run.status == 64 && run.output == "" && run.errors != "", "\(options)")
    }
  }

  // MARK: What the input is

  @Test func columnsComeFromTheCommandLine() async throws {
    let rows = "1,0.3,2\n\n1,oops,2\n"
    let headed = try await BatchTests.batch("theta,x,phi\n" + rows)
    let lines = headed.output.split(separator: "\n", maxSplits: 1)
    let bare = try await BatchTests.batch(rows, ["--header", "theta,x,phi", "--no-header"])
    #expect(bare.output == String(lines[1]))
    #expect(try await BatchTests.batch(rows, ["--header", "theta,x,phi"]).output == headed.output)
    #expect(
      try await BatchTests.batch("theta,x,phi\n" + rows, ["--no-header"]).output == bare.output)
    #expect(
      try await BatchTests.batch("", ["--header", "theta,x,phi", "--no-header"]).output == "")
  }

  @Test(arguments: [
    ["iconv -t UTF-16", "UTF-16"], ["iconv -t UTF-16LE", "UTF-16"],
    ["iconv -t UTF-16BE", "UTF-16"], ["gzip", "compressed by gzip"],
    ["iconv -t ISO-8859-1", "not UTF-8"],
  ])
  func anotherEncodingIsNamed(_ form: [String]) async throws {
    let run = try await CommandRun(
      shell: form[0] + #" | "$GAPCHECK" batch"#, input: "größe,x,phi\n1,2,3\n")
    #expect(run.status == 65)
    #expect(
      run.errors == "gapcheck: the input must be text in UTF-8, and is \(form[1])\n")
    let rows = try await CommandRun(
      shell: "(\(form[0]); echo) | \"$GAPCHECK\" batch --input-format ndjson",
      input: #"{"größe":1,"theta":1,"x":0.3,"phi":2}"#)
    #expect(rows.status == 0)
    #expect(rows.output.contains("in UTF-8; the text is \(form[1])"), "\(rows.output)")
  }

  @Test func aNumberInQuotesIsANumber() async throws {
    let plain = try await BatchTests.batch(Self.row + "\n")
    let quoted = try await BatchTests.batch(#"{"theta":"1","x":" 0.3","phi":"2e0"}"# + "\n")
    #expect(quoted.output.drop { $0 != "l" } == plain.output.drop { $0 != "l" })
    let model = #"{"prior":"normal(0, 1)","likelihood":"normal(z, 1)","x":[1,"2.5"]}"#
    let both = try await BatchTests.batch(model + "\n")
    #expect(both.output.contains(#""status":"ok""#))
  }

  // MARK: Arrays

  @Test(arguments: ["1", "4"])
  func anArrayIsAnsweredByOne(_ jobs: String) async throws {
    let items = (1...40).map { #"{"theta":1,"x":0.\#($0),"phi":2,"note":"a]\"},[\#($0)"}"# }
    let lines = try await BatchTests.batch(items.joined(separator: "\n"))
    let wanted = lines.output.split(separator: "\n").joined(separator: ",\n")
    for text in [
      "[" + items.joined(separator: ",") + "]",
      " \n[\n" + items.joined(separator: " ,\r\n\n") + "\n]\n\n",
      "["
        + items.map { $0.split(separator: ",\"x").joined(separator: "\n ,\"x") }
        .joined(separator: ",") + "]",
    ] {
      let run = try await BatchTests.batch(text, ["--jobs", jobs])
      #expect(run.status == 0 && run.errors == "")
      #expect(run.output == "[\n\(wanted)\n]\n")
    }
  }

  @Test func badItemsOfAnArrayAreItems() async throws {
    let run = try await BatchTests.batch("[7, \(Self.row), {\"a\":1], \"\\\"]\", ,\(Self.row),]")
    #expect(run.status == 0)
    let array = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(run.output.utf8))
    #expect(
      array.map { $0["status"]?.description ?? "" }
        == ["invalid", "ok", "invalid", "invalid", "invalid", "ok", "invalid"])
    for empty in ["[]", " [ \n] "] {
      #expect(try await BatchTests.batch(empty).output == "[\n]\n")
    }
  }

  @Test(arguments: [
    ("[", "has no end"), ("[{\"theta\":1}", "has no end"), ("[\"]", "has no end"),
    ("[] 1", "nothing may follow"), ("[]]", "nothing may follow"), ("", "got ''"),
    ("{}", "got '{}'"), ("oops", "got 'oops'"),
  ])
  func whatIsNoArrayIsRefused(_ input: String, _ complaint: String) async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #""$GAPCHECK" batch --input-format json --output f"#, input: input)
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors.contains(complaint), "\(run.errors)")
    #expect(try scratch.names == [])
  }

  // MARK: The output

  @Test func infinityIsNotMissing() async throws {
    let input = #"{"theta":1,"x":0.3,"phi":1e-200}"# + "\n"
    let plain = try #require(try await BatchTests.batch(input).objects().first)
    #expect(plain["elbo"] == .null && plain["kl"] == .null)
    let run = try await BatchTests.batch(input, ["--infinity", "text"])
    let object = try #require(try run.objects().first)
    #expect(object["elbo"] == .text("-Infinity") && object["kl"] == .text("Infinity"))
    #expect(object["elbo_gradient_theta"] == .null && object["reason"] != .null)
    let sweep = try await CommandRun(
      ["sweep", "--theta", "1", "--x", "0.3", "--phi", "1e-200", "--format", "ndjson"]
        + ["--infinity", "text"])
    #expect(try sweep.objects().first?["kl"] == .text("Infinity"))
  }

  private struct Schema: Decodable {
    struct Field: Decodable { let name: String }
    let type: String
    let fields: [Field]
  }

  @Test(arguments: [
    ["theta,x,phi,id", "1,0.3,2,a"], ["q,p", "\"normal(0, 1)\",\"normal(0, 2)\""],
    ["prior,likelihood,x", "\"gamma(2, 1)\",poisson(z),3"],
    ["theta,x,phi,q,p,command", "1,2,3,,,"],
    ["kl,x`y,theta,x,phi", "1,2,3,4,5"],
  ])
  func aSchemaNamesTheColumns(_ form: [String]) async throws {
    let header = try #require(
      try await BatchTests.batch("\(form[0])\n\(form[1])\n").output.split(separator: "\n").first)
    let names = header.split(separator: ",").map(String.init)
    let run = try await BatchTests.batch("", ["--header", form[0], "--schema", "json"])
    #expect(run.status == 0)
    let schema = try JSONDecoder().decode(Schema.self, from: Data(run.output.utf8))
    #expect(schema.fields.map(\.name) == names && schema.type == "struct")
    let ddl = try await BatchTests.batch("", ["--header", form[0], "--schema", "ddl"])
    let fields = ddl.output.trimmingCharacters(in: .newlines).components(separatedBy: ", ")
    #expect(fields.map { $0.split(separator: " ")[0] } == names.map { "`\($0.quoted)`" })
  }

  @Test func aSchemaOfNDJSONHasNestedQuantiles() async throws {
    let run = try await BatchTests.batch("", ["--schema", "ddl", "--input-format", "ndjson"])
    #expect(run.status == 0)
    for field in [
      "`kl` double", "`agrees` boolean", "`modes` array<double>", "`status` string",
      "`quantiles` array<struct<probability:double,value:double,error:double>>",
    ] {
      #expect(run.output.contains(field))
    }
  }
}

extension String {
  fileprivate var quoted: String { components(separatedBy: "`").joined(separator: "``") }
}
