using System.Text.Json;
using Xunit;

namespace OpenTraces.Schema.Tests.Exchange;

public sealed class AdpTests
{
    [Fact]
    public void A_trajectory_of_somebody_else_comes_back_whole()
    {
        var record = Exchanged.ComesBack(ExchangeFormat.Adp,
            """
            {"schema_version":"1.5.0","id":"django-1","content":[
             {"class_":"text_observation","content":"Fix it.","source":"user","reward":0.5},
             {"class_":"message_action","content":"I will.","reasoning_content":"Hm.","description":"d"},
             {"class_":"api_action","tool_call_id":"c1","function":"open","kwargs":{"path":"a.py"},"description":"Opening."},
             {"class_":"code_action","tool_call_id":"c2","language":"bash","content":"ls","description":null},
             {"class_":"text_observation","tool_call_id":"c1","content":"text","source":"environment"},
             {"class_":"web_observation","tool_call_id":"c2","html":"<p>","url":"http://x","viewport_size":[1,2]},
             {"class_":"image_observation","content":"a.png","source":"environment"}],
             "available_code_languages":["bash"],"details":{"resolved":true}}
            """);
        Assert.Equal(["user", "agent", "agent", "system"], record.Steps.Select(s => s.Role));
        Assert.Equal(["open", "execute_code"], record.Steps[2].ToolCalls.Select(c => c.ToolName));
        Assert.Equal(["text", "<p>"], record.Steps[2].Observations.Select(o => o.Content));
    }

    [Fact]
    public void Results_without_ids_answer_the_calls_in_their_order()
    {
        var record = Exchanged.Read(ExchangeFormat.Adp,
            """
            {"id":"old","content":[{"class_":"api_action","function":"a","kwargs":{}},{"class_":"text_observation","content":"1","source":"environment"},
             {"class_":"api_action","function":"b","kwargs":{}},{"class_":"text_observation","content":"2","source":"environment"},{"class_":"text_observation","content":"Thanks","source":"user_msg"}]}
            """);
        Assert.Equal(["1", "2", null], record.Steps.Select(s => s.Observations.Select(o => o.Content).FirstOrDefault()));
        Assert.Equal(StepRole.User, record.Steps[2].Role);
    }

    [Fact]
    public void Every_action_has_one_result_behind_it_as_the_protocol_demands()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var open = new HashSet<string>();
            var taken = new HashSet<string>();
            foreach (var item in Exchanged.WriteJson(ExchangeFormat.Adp, SomeRecord.Make(seed)).GetProperty("content").EnumerateArray())
            {
                var id = item.TryGetProperty("tool_call_id", out var text) ? text.GetString() : null;
                if (item.GetProperty("class_").GetString() == "api_action")
                    Assert.True(taken.Add(id!) && open.Add(id!));
                else if (id is not null)
                    Assert.True(open.Remove(id));
                Assert.True(item.GetProperty("class_").GetString() != "message_action" || id is null);
            }

            Assert.Empty(open);
        }
    }

    [Fact]
    public void Places_that_no_longer_fit_the_items_are_not_believed()
    {
        var record = SomeRecord.Make(11, subAgents: false);
        while (record.Steps.Count < 2)
            record = record with { Steps = [.. record.Steps, new Step { StepIndex = record.Steps.Count + 1, Role = StepRole.User, Content = "more" }] };
        using var document = JsonDocument.Parse(Exchanged.Write(ExchangeFormat.Adp, record).Bytes);
        var node = System.Text.Json.Nodes.JsonNode.Parse(document.RootElement.GetRawText())!;
        var content = node["content"]!.AsArray();
        content.Add(content[0]!.DeepClone());
        var back = Exchanged.Read(ExchangeFormat.Adp, node.ToJsonString());
        Assert.Equal(back.Steps.Count, back.Steps[^1].StepIndex);
        Assert.Equal(record.TraceId, back.TraceId);
    }
}
