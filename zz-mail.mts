import { createTransport } from "nodemailer";
const t = createTransport("smtp://127.0.0.1:28715");
await t.sendMail({from:"Meterhouse <billing@meterhouse.example>", to:["ada@larkfield.example","mei@larkfield.example"], subject:"Your <b>receipt</b>", text:"Hello Ada\n\nhttp://localhost:3000/x", html:"<h1>Hello Ada</h1><script>alert(1)</script><a href='http://localhost:3000/x'>Open</a>", attachments:[{filename:"i.txt",content:"abc"}]});
const j = await (await fetch("http://127.0.0.1:28716/api/messages?to=ADA@larkfield.example")).json(); console.log(JSON.stringify(j).slice(0,900));
const p = await fetch("http://127.0.0.1:28716/messages/"+j.messages[0].id); console.log(p.status, [...p.headers].map(x=>x.join(": ")).join("\n")); console.log((await p.text()).slice(0,1200));
console.log((await fetch("http://127.0.0.1:28716/delete-all",{method:"POST",headers:{"content-type":"application/x-www-form-urlencoded",origin:"http://evil.example"}})).status);
import { chromium } from "@playwright/test"; import { AxeBuilder } from "@axe-core/playwright";
const b = await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-background-networking"]});
for (const scheme of ["light","dark"] as const) for (const width of [375,1440]) {
  const ctx = await b.newContext({colorScheme:scheme, viewport:{width,height:900}}); const page = await ctx.newPage();
  for (const path of ["/","/?search=nothinghere","/messages/"+j.messages[0].id,"/messages/none"]) { await page.goto("http://127.0.0.1:28716"+path);
    const r = await new AxeBuilder({page}).analyze(); console.log(scheme,width,path,r.violations.map(v=>v.id+": "+v.nodes.map(n=>n.html.slice(0,120)).join("|")));
    const over = await page.evaluate(()=>document.documentElement.scrollWidth>innerWidth); if (over) console.log("overflow");
    await page.screenshot({path:`/tmp/t1/mail-${scheme}-${width}-${path.length}.png`}); }
  if (width===1440) { await page.goto("http://127.0.0.1:28716/"); const before=await page.locator("li").count(); await t.sendMail({from:"a@b.example",to:"x@y.example",subject:"live",text:"t"}); await page.waitForFunction((n)=>document.querySelectorAll("li").length>n, before, {timeout:5000}); console.log("live ok"); }
  await ctx.close(); }
await b.close();
