"""Words that stand in so many reports that a phrase of them cannot be found by them.

A phrase of rarer words is found by its rarest word. Where two words that follow each other are both of these, the pair
is indexed as one word beside them (riwaya.store.shadow). Arabic: folded words that stand in at least 3 of 100 articles
in two or more of three unlike collections of news; English: function words and what news says most. What is indexed
depends on this list: who changes it has to have stores indexed anew (a step of riwaya.store.migrations).
"""

from __future__ import annotations

_ARABIC = """
ابراهيم اثر اثناء اجتماع اجراء اجراءات اجل احد احدي احمد اخر اخري اخرين اداره ادي اذ اذا اربع اربعه استخدام
استمرار اشخاص اشهر اصابه اصبح اضافه اطار اطلاق اعاده اعداد اعضاء اعلن اعلنت اعلي اعمال افراد افضل اقل اكبر اكثر
اكد اكدت ال الا الاتحاد الاتفاق الاثنين الاجتماعي الاجراءات الاجهزه الاحد الاخري الاخير الاخيره الاداره الاربعاء
الارض الارهاب الازمه الاسبوع الاسلامي الاسلاميه الاعلام الاعلامي الاعمال الاف الاقل الامر الامريكي الامريكيه
الامن الامنيه الامور الامير الان الانتخابات الانسان الاوسط الاول الاولي الايام البلاد البيان التابعه التحالف
التحقيق التعامل التعاون التواصل التي الثالث الثاني الثانيه الجاري الجديد الجديده الجمعه الجميع الجويه الجيش
الحادث الحالي الحاليه الحدود الحرب الحصول الحكم الحكومه الحكوميه الحياه الخارجيه الخاص الخاصه الخميس الداخليه
الدفاع الدكتور الدوري الدول الدوله الدولي الدوليه الدين الذي الذين الرسمي الرغم الرييس السابق السابقه الساعه
السبت السعودي السعوديه السلطات السنوات السياسي السياسيه الشباب الشرطه الشرعيه الشرق الشرقيه الشركه الشعب الشهداء
الشهر الشيخ الطريق العاصمه العالم العالمي العالميه العام العامه العديد العراق العربي العربيه العسكريه العمر
العمل العمليه الف الفتره الفريق الفني القانون القدم القرار القضيه القوات الكبير الكثير اللاعبين اللجنه اللقاء
الله الماضي الماضيه الماليه المباراه المتحدث المتحده المجتمع المجلس المحافظه المحكمه المحليه المدرب المدير
المدينه المرحله المركز المزيد المسلحه المسوولين المشاركه المصري المصريه المعارضه المعلومات المقبل المقبله المقرر
المملكه المناطق المنطقه المهندس المواطنين الموسم النادي النار الناس النظام الهجوم الهدف الهييه الواقعه الوزاره
الوزراء الوضع الوطن الوطني الوطنيه الوقت الولايات الي اليمن اليه اليها اليوم ام اما امام امر امس امن امين ان
اننا انه انها انهم اهداف او اوروبا اول اي ايام ايران ايضا ايه ب باسم بالاضافه بالنسبه بان بانه بحسب بدا بدات
بدايه بدون بذلك برنامج بسبب بشان بشكل بعد بعدما بعض بكل بل بما بمحافظه بمدينه بمنطقه بن بناء بنسبه به بها بهدف
بيان بين بينما بينها بينهم تاريخ تحت تحديد تحقيق تصريح تصريحات تصل تعد تعرض تعمل تقدم تقديم تقوم تكون تلك تم
تنظيم تنفيذ تويتر ثلاث ثلاثه ثم جاء جانب جانبه جدا جديد جديده جراء جميع جنوب جهه حال حاله حاليا حتي حد حدث حركه
حزب حسب حسن حسين حق حكم حمايه حمله حول حيث حين خارج خاصه خالد خلال خلالها خمسه داخل داعش دعم دفع دور دوري دول
دولار دوله دون ذات ذلك ربما رجال رغم رفض رفع رقم ريال رييس زياره ستكون سته سقوط سلمان سنه سنوات سواء سوريا سوي
سيتم سيكون شخص شخصا شرق شركه شمال شهر شيء صاحب صباح صحيفه صوره ضد ضروره ضمن طريق طويله ظل عام عاما عبد عبر عدد
عددا عدم عده عشر عشرات عضو عقب عقد علي علينا عليه عليها عليهم عمر عمل عمليات عمليه عن عند عندما عنه عنها غرب غير
فان فبراير فتح فتره فرصه فريق فقد فقط في فيما فيه فيها قال قالت قام قامت قايد قايلا قبل قتل قد قدم قرار قرب قضيه
قطاع قوات كاس كافه كامل كان كانت كانوا كبير كبيرا كبيره كثيرا كذلك كره كشف كل كما كيف ل لا لان لانه لجنه لدي لقد
لكره لكل لكن لكنه لم لما لمده لن لندن له لها لهذه لهم لو ليس ليست ما مباراه مباشره مثل مجال مجلس مجموعه محافظه
محاوله محكمه محمد مختلف مختلفه مدرب مدي مدير مدينه مركز مره مساء مستوي مسجد مشاركه مشروع مشيرا مصادر مصدر مصر
مضيفا مع معه مقابل مقتل مقر مكان مكتب ملعب مليار مليون مما من مناطق منذ منطقه منظمه منه منها منهم مواجهه مواقع
موتمر موخرا موقع موكدا نادي نايب نتايج نتيجه نحن نحو نشر نظام نفس نفسه نقطه نقل نهايه هذا هذه هل هم هناك هو
هولاء هي هييه و واحد واحده واشار واضاف واضافت واكد واكدت والتي والذي وان واوضح وبعد وبين وتابع وتم وجه وجود وذكر
وذلك وزاره وزير وسايل وسط وضع وعدد وعدم وعلي وفق وفقا وفي وقال وقالت وقت وقد وقع وكاله وكان وكانت وكذلك ولا ولكن
ولم وليس وما ومن وهذا وهو وهي ياتي يتعلق يتم يجب يحدث يذكر يزال يعد يقول يقوم يكن يكون يمكن يناير يوليو يوم
يونيو
"""
_ENGLISH = """
a about after against all also am among an and any are area army as at attack back bbc be because been before
being between both but by called came can chief city come could country day days dead deal death did do does
down during early east end even every far fire first five for force forces former four friday from general get
go good government group had has have he head help her here high him his home house how i if in including into
is it its just killed last late leader least left like local made make man many march may me meeting member men
might military million minister ministry monday month months more morning most much my national near new news
next no north not now number of off office official officials old on once one only or other others our out over
own part party peace people per percent place plan police political power president prime public put region
report reported reports right said same saturday say saying says second security see set several she should
since six so some source sources south spokesman state states still street such sunday support take ten than
that the their them then there these they third this those thousands three through thursday time to today told
took top town tuesday two under until up us use very war was way we wednesday week weeks well went were west
what when where which while who will with within without women work world would year years yesterday yet you
your
"""
FREQUENT = frozenset((_ARABIC + _ENGLISH).split())
